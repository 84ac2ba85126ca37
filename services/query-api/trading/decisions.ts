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
  recommendationId?: string | undefined
}

export type DecisionFilter = Narrowed & {
  sort?: Sort
  limit: number
  after?: string | undefined
}

const listed = { table: 'trading_decisions', as: 't', id: 'decision_id' }
const ORDER = ['decided_at', 'seq'] as const

/** Newest first unless asked otherwise; each with the order it led to, if any. */
export async function searchDecisions(
  db: Db,
  filter: DecisionFilter,
): Promise<Served<DecisionRow>[]> {
  const { sort = '-decidedAt', limit, after } = filter
  await askRow(db, listed, after)
  return db<Served<DecisionRow>[]>`
    select t.decision_id, t.recommendation_id, t.ticker, t.decided_at, t.kind, t.action, t.code, t.part,
      t.side, t.quantity, t.reference_price, t.checks, t.sizing, t.risk_tier, t.signal_engine, o.order_id,
      o.state as order_state
    from trading_decisions t left join orders o using (decision_id)
    where ${narrowed(db, filter)}
      ${goOnAfter(db, listed, ORDER, { after, sort })}
    ${inOrder(db, listed, ORDER, sort)} limit ${limit}`
}

/** How many there are. */
export function totalDecisions(db: Db, filter: Narrowed): Promise<RowTotal> {
  return countUpTo(db, db`select 1 from trading_decisions t where ${narrowed(db, filter)}`)
}

function narrowed(db: Db, filter: Narrowed) {
  const { ticker, action, code, recommendationId } = filter
  return db`${ofAccount(db, 't')}
    ${ticker ? db`and t.ticker = ${ticker}` : db``}
    ${action ? db`and t.action = ${action}` : db``}
    ${code ? db`and t.code = ${code}` : db``}
    ${recommendationId ? db`and t.recommendation_id = ${recommendationId}` : db``}
    ${withinDays(db, 't.decided_at', filter)}`
}
