/** A long list as the address narrows it: its rows, how many there are in all, and how the address is changed. */

import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { DocumentRow } from '#shared/contracts/api/documents.ts'
import type { RecommendationRow } from '#shared/contracts/api/signals.ts'
import type { DecisionRow, OrderRow } from '#shared/contracts/api/trading.ts'
import type { TradeRow } from '#shared/contracts/api/trades.ts'
import type { CompanyRow } from '#shared/contracts/api/universe.ts'
import type { RowTotal } from '#shared/contracts/api/words.ts'
import { read } from '../../api/read.ts'
import { narrowedBy } from '../../api/search-of.ts'
import { filterOf } from '../filter-of.ts'
import { askedOf, narrowsOf, type ListOrder, type ListSearch } from './list-search.ts'

/** Rows of a page. */
export const LIST_ROWS = 100

type Lists = {
  documents: DocumentRow
  recommendations: RecommendationRow
  decisions: DecisionRow
  orders: OrderRow
  companies: CompanyRow
  trades: TradeRow
}

const byMoment = (field: string): ListOrder => ({ field, isByName: false })

const listOrders: Readonly<Record<keyof Lists, ListOrder>> = {
  documents: byMoment('publishedAt'),
  recommendations: byMoment('generatedAt'),
  decisions: byMoment('decidedAt'),
  orders: byMoment('intendedAt'),
  trades: byMoment('closedAt'),
  companies: { field: 'ticker', isByName: true },
}

export type ListingOf<Row> = {
  /** What its rows are, in the plural. */
  list: keyof Lists
  orderedAs: ListOrder
  query: UseQueryResult<Row[]>
  total: RowTotal | undefined
  search: ListSearch
  /** What is asked: that of the address, and what is usual where it says nothing else. */
  asked: ListSearch
  /** Changes one thing that the address says; a new page is a step that the browser's way back leads over. */
  onChange: (name: string, value: string | undefined) => void
  /** What the input of a name that the page's route reads from the address is given. */
  by: (name: string) => { value: string; onChange: (value: string) => void }
}

/** `usual`: what is asked where the address says nothing else. */
export function useListing<List extends keyof Lists>(
  list: List,
  usual: ListSearch = {},
): ListingOf<Lists[List]> {
  const search: ListSearch = useSearch({ strict: false })
  const whole = { ...usual, ...search }
  const navigate = useNavigate()
  // What an address says is text: the API looks at it, and refuses what it does not know.
  const rows = askedOf(whole, listOrders[list], LIST_ROWS) as never
  const query = useQuery(read(`GET /api/${list}`, rows))
  const total = useQuery(read(`GET /api/totals/${list}`, narrowsOf(whole) as never))
  const onChange = (name: string, value: string | undefined) =>
    void navigate({ to: '.', search: narrowedBy(name, value), replace: name !== 'after' })
  return {
    list,
    orderedAs: listOrders[list],
    query: query as unknown as UseQueryResult<Lists[List][]>,
    total: total.data,
    search,
    asked: whole,
    onChange,
    by: filterOf(whole, onChange),
  }
}
