/** What the engine decided, to act or not, with every number it compared. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { DecisionRow } from '#shared/contracts/api/trading.ts'
import { COUNT_MAX, type RowTotal, type Sort } from '#shared/contracts/api/words.ts'
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
import { isNewest, repeatsOf } from './repeats.ts'

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
 * folded, how many are like it. A row that is folded away costs one probe of an index, and of a row that
 * is shown no more than REPEATS_MAX are counted.
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
      o.state as order_state, r.trend_window, ${isFolded(filter) ? repeatsOf(db) : db`null`} as repeats
    from trading_decisions t left join orders o using (decision_id)
      left join recommendations r on r.recommendation_id = t.recommendation_id
    where ${narrowed(db, filter)}
      ${goOnAfter(db, listed, ORDER, { after, sort })}
    ${inOrder(db, listed, ORDER, sort)} limit ${limit}`
}

/** How many there are; folds are counted among as many of the newest rows as a count reads. */
export async function totalDecisions(db: Db, filter: Narrowed): Promise<RowTotal> {
  const each = { ...filter, repeats: 'each' as const }
  if (!isFolded(filter))
    return countUpTo(db, db`select 1 from trading_decisions t where ${narrowed(db, each)}`)
  const [counted] = await db<[{ rows: number; folds: number }]>`
    select count(*)::integer as rows, count(*) filter (where ${isNewest(db)})::integer as folds
    from (
      select t.account_id, t.ticker, t.kind, t.code, t.action, t.decided_at, t.seq from trading_decisions t
      where ${narrowed(db, each)} ${inOrder(db, listed, ORDER, '-decidedAt')} limit ${COUNT_MAX + 1}) t`
  return { count: Math.min(counted.folds, COUNT_MAX), isMore: counted.rows > COUNT_MAX }
}

/** What one recommendation led to is shown whole. */
function isFolded({ repeats, recommendationId }: Narrowed): boolean {
  return repeats === 'fold' && !recommendationId
}

function narrowed(db: Db, filter: Narrowed) {
  const { ticker, action, code, kind, recommendationId } = filter
  return db`${ofAccount(db, 't')}
    ${ticker ? db`and t.ticker = ${ticker}` : db``}
    ${action ? db`and t.action = ${action}` : db``}
    ${code ? db`and t.code = ${code}` : db``}
    ${kind ? db`and t.kind = ${kind}` : db``}
    ${isFolded(filter) ? db`and ${isNewest(db)}` : db``}
    ${recommendationId ? db`and t.recommendation_id = ${recommendationId}` : db``}
    ${withinDays(db, 't.decided_at', filter)}`
}
