/** What happened to one company, by the session each thing counts for: for its chart of prices. */

import {
  MARKS_MAX,
  type CompanyMarks,
  type MARK_RANGES,
} from '#shared/contracts/api/company-insight.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Db } from '#shared/sql/open.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'

type Marks = Served<CompanyMarks>
type Asked = { range: (typeof MARK_RANGES)[number]; window: string }
/** One company, and the half-open span (since, until] looked at. */
type Span = { ticker: string; since: Date; until: Date }

const DAY_MS = 86_400_000
const days = { '1m': 31, '3m': 92, '1y': 366 } as const

/** Undefined where the ticker is not tracked. */
export async function readCompanyMarks(
  db: Db,
  ticker: string,
  { range, window }: Asked,
  now: Date,
): Promise<Marks | undefined> {
  const [company] = await db`select from companies where ticker = ${ticker}`
  if (!company) return undefined
  const span = { ticker, since: new Date(now.getTime() - days[range] * DAY_MS), until: now }
  const [trend, documents, events, orders, advice] = await Promise.all([
    readTrendDays(db, span, window),
    readDocuments(db, span),
    readEvents(db, span),
    readOrders(db, span),
    readAdvice(db, span),
  ])
  return { since: span.since, until: now, trend, documents, events, orders, advice }
}

/** The session that a moment counts for: eight hours on, what comes after the close is of the next day. */
function dayOf(db: Db, column: string) {
  return db`((${db(column)} at time zone 'America/New_York') + interval '8 hours')::date::text as day`
}

function readTrendDays(db: Db, { ticker, since, until }: Span, window: string) {
  return db<Marks['trend']>`
    select distinct on (day) trend_id, ${dayOf(db, 'as_of')}, as_of, direction, sentiment_mean,
      strength, confidence
    from trend_history
    where ticker = ${ticker} and trend_window = ${window} and as_of > ${since} and as_of <= ${until}
    order by day, as_of desc`
}

function readDocuments(db: Db, { ticker, since, until }: Span) {
  return db<Marks['documents']>`
    select d.document_id, ${dayOf(db, 'd.published_at')}, d.published_at, d.title, d.publisher,
      d.status, impact.sentiment_score, impact.impact_score, impact.catalyst
    from document_company_mentions m join documents d using (document_id)
    left join document_intelligence reading
      on reading.document_id = d.document_id and reading.is_current
    left join document_impact_records impact
      on impact.reading_id = reading.reading_id and impact.company_id = m.company_id
    where m.ticker = ${ticker} and m.published_at > ${since} and m.published_at <= ${until}
    order by m.published_at desc, d.document_id limit ${MARKS_MAX}`
}

function readEvents(db: Db, { ticker, since, until }: Span) {
  return db<Marks['events']>`
    select events.global_event_id, ${dayOf(db, 'events.occurred_at')}, events.occurred_at, d.title,
      events.severity, hit.score, hit.direction
    from macro_impact_records hit join global_events events using (global_event_id)
    join documents d on d.document_id = events.document_id
    where hit.ticker = ${ticker} and hit.is_current and hit.score > 0
      and events.occurred_at > ${since} and events.occurred_at <= ${until}
    order by events.occurred_at desc, events.global_event_id limit ${MARKS_MAX}`
}

function readOrders(db: Db, { ticker, since, until }: Span) {
  return db<Marks['orders']>`
    select o.order_id, ${dayOf(db, 'looked.at')}, looked.at, o.side, o.state, o.quantity,
      o.filled_quantity, o.filled_price_avg
    from orders o cross join lateral (select coalesce(
      (select max(filled_at) from order_fills f where f.order_id = o.order_id), o.intended_at) as at) looked
    where ${ofAccount(db, 'o')} and o.ticker = ${ticker}
      and o.intended_at > ${since} and o.intended_at <= ${until}
    order by o.intended_at desc, o.order_id limit ${MARKS_MAX}`
}

function readAdvice(db: Db, { ticker, since, until }: Span) {
  return db<Marks['advice']>`
    select recommendation_id, ${dayOf(db, 'generated_at')}, generated_at, action, mode, confidence
    from recommendations
    where ticker = ${ticker} and action in ('buy', 'sell')
      and generated_at > ${since} and generated_at <= ${until}
    order by generated_at desc, recommendation_id limit ${MARKS_MAX}`
}
