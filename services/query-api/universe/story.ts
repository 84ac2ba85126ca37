/** What happened to one company in order, of six tables: each gives as many rows as a page has, by its own index. */

import type { Served } from '#shared/contracts/api/route.ts'
import { STORY_KINDS, type StoryRow } from '#shared/contracts/api/story.ts'
import type { Sort } from '#shared/contracts/api/words.ts'
import type { Db } from '#shared/sql/open.ts'
import { isFalling, withinDays, type AskedDays } from '#shared/sql/page.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'
import { isNewest } from '../trading/repeats.ts'

type Kind = (typeof STORY_KINDS)[number]

/** A piece of a statement. */
type Piece = ReturnType<typeof ofAccount>

export type StoryFilter = AskedDays & {
  kind?: Kind | undefined
  sort: Sort
  limit: number
  after?: string | undefined
}

/** Where a kind's rows stand: what they are of, their moment and id, and the columns that differ from null. */
type Part = {
  from: (db: Db, ticker: string) => Piece
  at: string
  id: string
  columns: Readonly<Partial<Record<ColumnName, string>>>
}

const types = {
  text: ['code', 'title', 'trend_window', 'side'],
  numeric: ['quantity', 'price'],
  uuid: ['document_id', 'recommendation_id', 'order_id'],
} as const
type ColumnName = (typeof types)[keyof typeof types][number]

const parts: Readonly<Record<Kind, Part>> = {
  news: {
    from: (db, ticker) =>
      db`document_company_mentions m join documents d using (document_id) where m.ticker = ${ticker}`,
    at: 'm.published_at',
    id: 'm.document_id',
    columns: { title: 'd.title', document_id: 'm.document_id' },
  },
  reading: {
    from: (db, ticker) =>
      db`document_impact_records i join documents d using (document_id) where i.ticker = ${ticker} and i.is_current`,
    at: 'i.extracted_at',
    id: 'i.impact_id',
    columns: { code: 'i.sentiment', title: 'd.title', document_id: 'i.document_id' },
  },
  recommendation: {
    from: (db, ticker) => db`recommendations r where r.ticker = ${ticker}`,
    at: 'r.generated_at',
    id: 'r.recommendation_id',
    columns: {
      code: 'r.action',
      trend_window: 'r.trend_window',
      recommendation_id: 'r.recommendation_id',
    },
  },
  decision: {
    from: (db, ticker) => db`trading_decisions t left join orders o using (decision_id)
      left join recommendations r on r.recommendation_id = t.recommendation_id
      where ${ofAccount(db, 't')} and t.ticker = ${ticker} and ${isNewest(db)}`,
    at: 't.decided_at',
    id: 't.decision_id',
    columns: {
      code: 't.code',
      trend_window: 'r.trend_window',
      side: 't.side',
      quantity: 't.quantity',
      price: 't.reference_price',
      recommendation_id: 't.recommendation_id',
      order_id: 'o.order_id',
    },
  },
  order: {
    from: (db, ticker) => db`orders o where ${ofAccount(db, 'o')} and o.ticker = ${ticker}`,
    at: 'o.intended_at',
    id: 'o.order_id',
    columns: { code: 'o.state', side: 'o.side', quantity: 'o.quantity', order_id: 'o.order_id' },
  },
  fill: {
    from: (db, ticker) =>
      db`order_fills f where ${ofAccount(db, 'f')} and f.ticker = ${ticker} and f.busted_at is null`,
    at: 'f.filled_at',
    id: 'f.execution_id',
    columns: { side: 'f.side', quantity: 'f.quantity', price: 'f.price', order_id: 'f.order_id' },
  },
}

/** Undefined where the ticker is not tracked. Repeated skips of a day are told once, as the newest. */
export async function readStory(
  db: Db,
  ticker: string,
  filter: StoryFilter,
): Promise<Served<StoryRow>[] | undefined> {
  const [company] = await db`select from companies where ticker = ${ticker}`
  if (!company) return undefined
  const kinds = filter.kind === undefined ? STORY_KINDS : [filter.kind]
  const whole = kinds
    .map((kind) => db`(${part(db, kind, ticker, filter)})`)
    .reduce((all, one) => db`${all} union all ${one}`)
  const way = isFalling(filter.sort) ? db`desc` : db`asc`
  return db<Served<StoryRow>[]>`
    select to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '~' || key as story_id,
      at, kind, code, title, trend_window, side, quantity, price, document_id, recommendation_id, order_id
    from (${whole}) story
    order by at ${way}, key collate "C" ${way} limit ${filter.limit}`
}

function part(db: Db, kind: Kind, ticker: string, filter: StoryFilter) {
  const { from, at, id, columns } = parts[kind]
  const way = isFalling(filter.sort) ? db`desc` : db`asc`
  const key = db`(${`${kind}~`}::text || ${db(id)}::text)`
  const told = Object.entries(types).flatMap(([type, names]) =>
    names.map((name) => {
      const own = columns[name]
      return own ? db`${db(own)} as ${db(name)}` : db`null::${db.unsafe(type)} as ${db(name)}`
    }),
  )
  return db`
    select ${db(at)} as at, ${kind}::text as kind, ${key} as key,
      ${told.reduce((all, one) => db`${all}, ${one}`)}
    from ${from(db, ticker)} ${withinDays(db, at, filter)} ${beyond(db, at, key, filter)}
    order by ${db(at)} ${way}, ${key} collate "C" ${way} limit ${filter.limit}`
}

/** Behind the row to go on after, whose place says all that is needed, were it gone meanwhile. */
function beyond(db: Db, at: string, key: Piece, { after, sort }: StoryFilter) {
  if (after === undefined) return db``
  const cut = after.indexOf('~')
  // As text: a moment in JavaScript has no microseconds.
  const place = db`${after.slice(0, cut)}::text::timestamptz`
  const way = isFalling(sort) ? db`<` : db`>`
  return db`and ${db(at)} ${way}= ${place}
    and (${db(at)} ${way} ${place} or ${key} collate "C" ${way} ${after.slice(cut + 1)})`
}
