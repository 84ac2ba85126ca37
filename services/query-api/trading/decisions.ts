/** What the engine decided, to act or not, with every number it compared. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { DecisionRow } from '#shared/contracts/api/trading.ts'
import type { RowTotal, Sort } from '#shared/contracts/api/words.ts'
import type { Db } from '#shared/sql/open.ts'
import {
  askRow,
  countUpTo,
  goOnAfter,
  inOrder,
  withinDays,
  type AskedDays,
} from '#shared/sql/page.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'

type Narrowed = AskedDays & {
  ticker?: string | undefined
  action?: string | undefined
  code?: string | undefined
  kind?: string | undefined
  repeats?: 'each' | 'fold' | undefined
  recommendationId?: string | undefined
}

export type DecisionFilter = Narrowed & {
  sort?: Sort
  limit: number
  after?: string | undefined
}

const listed = { table: 'trading_decisions', as: 't', id: 'decision_id' }
const ORDER = ['decided_at', 'seq'] as const

/**
 * Newest first unless asked otherwise; each with the order it led to, if any, and, where repeats are
 * folded, how many are like it. What is counted of a row is of its own day, so a page reads so many days
 * of a ticker at most as it has rows.
 */
export async function searchDecisions(
  db: Db,
  filter: DecisionFilter,
): Promise<Served<DecisionRow>[]> {
  const { sort = '-decidedAt', limit, after } = filter
  await askRow(db, listed, after)
  return db<Served<DecisionRow>[]>`
    select t.decision_id, t.recommendation_id, t.ticker, t.decided_at, t.kind, t.action, t.code, t.part,
      t.side, t.quantity, t.reference_price, t.checks, t.sizing, t.risk_tier, t.signal_engine, o.order_id,
      o.state as order_state, r.trend_window, ${filter.repeats === 'fold' && !filter.recommendationId ? repeats(db) : db`null`} as repeats
    from trading_decisions t left join orders o using (decision_id)
      left join recommendations r on r.recommendation_id = t.recommendation_id
    where ${narrowed(db, filter)}
      ${goOnAfter(db, listed, ORDER, { after, sort })}
    ${inOrder(db, listed, ORDER, sort)} limit ${limit}`
}

/** How many there are. */
export function totalDecisions(db: Db, filter: Narrowed): Promise<RowTotal> {
  return countUpTo(db, db`select 1 from trading_decisions t where ${narrowed(db, filter)}`)
}

/** Skips of the same ticker, kind and reason within the day of New York of `t`, as `one`. */
function alike(db: Db) {
  const day = db`(t.decided_at at time zone 'America/New_York')::date`
  const midnight = (date: typeof day) => db`(${date}::timestamp at time zone 'America/New_York')`
  return db`one.account_id = t.account_id and one.ticker = t.ticker and one.action = 'skip'
    and t.action = 'skip' and one.kind = t.kind and one.code = t.code
    and one.decided_at >= ${midnight(day)} and one.decided_at < ${midnight(db`(${day} + 1)`)}`
}

function repeats(db: Db) {
  return db`(
    select json_build_object('count', count(*), 'firstAt', to_char(min(one.decided_at) at time zone 'utc',
        'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'trendWindows', coalesce(json_agg(distinct own.trend_window) filter (where own.trend_window is not null), '[]'))
    from trading_decisions one left join recommendations own on own.recommendation_id = one.recommendation_id
    where ${alike(db)} having count(*) > 1)`
}

/** True of a decision `t` that no repeat of the same day came after. */
export function isNewest(db: Db) {
  return db`not exists (
    select from trading_decisions one
    where ${alike(db)} and (one.decided_at, one.seq) > (t.decided_at, t.seq))`
}

function narrowed(db: Db, filter: Narrowed) {
  const { ticker, action, code, kind, recommendationId } = filter
  return db`${ofAccount(db, 't')}
    ${ticker ? db`and t.ticker = ${ticker}` : db``}
    ${action ? db`and t.action = ${action}` : db``}
    ${code ? db`and t.code = ${code}` : db``}
    ${kind ? db`and t.kind = ${kind}` : db``}
    ${filter.repeats === 'fold' && !recommendationId ? db`and ${isNewest(db)}` : db``}
    ${recommendationId ? db`and t.recommendation_id = ${recommendationId}` : db``}
    ${withinDays(db, 't.decided_at', filter)}`
}
