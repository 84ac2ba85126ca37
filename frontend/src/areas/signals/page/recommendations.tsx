/** Every recommendation, newest first. */

import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { read } from '../../../api/read.ts'
import { narrowedBy } from '../../../api/search-of.ts'
import { wordsFor } from '../../../text/codes.ts'
import { Share, When } from '../../../parts/figures.tsx'
import { Older } from '../../../parts/older.tsx'
import { Empty, Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { Badge } from '../../../parts/words.tsx'
import { AdviceFilters } from '../parts/advice-filters.tsx'
import type { AdviceSearch } from '../parts/advice-search.ts'
import type { RecommendationRow } from '#shared/contracts/api/signals.ts'

type Row = RecommendationRow

/** The first reason that holds it back, and how many more there are. */
function heldBack(row: Row): string {
  const reasons = [...row.suppressions, ...row.ineligibilities]
  const [first] = reasons
  if (!first) return ''
  return reasons.length > 1 ? `${wordsFor(first)} +${reasons.length - 1}` : wordsFor(first)
}

const columns: Column<Row>[] = [
  {
    head: 'Ticker',
    value: (row) => row.ticker,
    cell: (row) => (
      <>
        <Link
          to="/recommendations/$id"
          params={{ id: row.recommendationId }}
          className="link font-semibold"
        >
          {row.ticker}
        </Link>{' '}
        <span className="text-12 text-muted wide:hidden">{row.trendWindow}</span>
      </>
    ),
  },
  { head: 'Action', value: (row) => row.action, cell: (row) => <Badge code={row.action} /> },
  { head: 'Window', isWide: true, value: (row) => row.trendWindow, cell: (row) => row.trendWindow },
  {
    head: 'Mode',
    isWide: true,
    value: (row) => row.mode,
    cell: (row) => <Badge code={row.mode} />,
  },
  {
    head: 'Confidence',
    isNumber: true,
    value: (row) => row.confidence,
    cell: (row) => <Share value={row.confidence} label="Confidence" />,
  },
  {
    head: 'Strength',
    isNumber: true,
    isWide: true,
    value: (row) => row.strength,
    cell: (row) => <Share value={row.strength} label="Strength" />,
  },
  {
    head: 'Held back by',
    isWide: true,
    value: heldBack,
    cell: (row) => (
      <span className="text-muted" title={[...row.suppressions, ...row.ineligibilities].join(', ')}>
        {heldBack(row)}
      </span>
    ),
  },
  {
    head: 'Made',
    isNumber: true,
    value: (row) => row.generatedAt,
    cell: (row) => <When at={row.generatedAt} />,
  },
]

const ROWS = 100

export function RecommendationsPage() {
  const search = useSearch({ from: '/recommendations' })
  const navigate = useNavigate({ from: '/recommendations' })
  const query = useQuery(read('GET /api/recommendations', { ...search, limit: ROWS } as never))
  return (
    <>
      <h1 className="sr-only">Recommendations</h1>
      <Panel title="Recommendations" query={query} rows={12}>
        {(rows) => (
          <>
            <AdviceFilters search={search} />
            {rows.length === 0 ? (
              <Empty>{emptyWords(search)}</Empty>
            ) : (
              <Table
                label="Recommendations"
                rows={rows}
                columns={columns}
                keyOf={(row) => row.recommendationId}
                hasTools
              />
            )}
            <Older
              label="recommendations"
              after={search.after}
              last={rows.length === ROWS ? rows.at(-1)?.recommendationId : undefined}
              onGo={(after) => void navigate({ search: narrowedBy('after', after) })}
            />
          </>
        )}
      </Panel>
    </>
  )
}

function emptyWords(search: AdviceSearch): string {
  if (Object.keys(search).length > 0) return 'No recommendation is like that.'
  return 'No recommendation yet. One is made for each ticker and window whenever its trend is summed up again.'
}
