/** What the engine decided, to act or not, with every number it compared. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { DecisionRow } from '#shared/contracts/api/trading.ts'
import type { Sort } from '#shared/contracts/api/words.ts'
import type { Db } from '#shared/sql/open.ts'
import { askRow, goOnAfter, inOrder } from '#shared/sql/page.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'

export type DecisionFilter = {
  ticker?: string | undefined
  action?: string | undefined
  code?: string | undefined
  recommendationId?: string | undefined
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
  const { ticker, action, code, recommendationId, sort = '-decidedAt', limit, after } = filter
  await askRow(db, listed, after)
  return db<Served<DecisionRow>[]>`
    select t.decision_id, t.recommendation_id, t.ticker, t.decided_at, t.kind, t.action, t.code, t.part,
      t.side, t.quantity, t.reference_price, t.checks, t.sizing, t.risk_tier, t.signal_engine, o.order_id,
      o.state as order_state
    from trading_decisions t left join orders o using (decision_id)
    where ${ofAccount(db, 't')}
      ${ticker ? db`and t.ticker = ${ticker}` : db``}
      ${action ? db`and t.action = ${action}` : db``}
      ${code ? db`and t.code = ${code}` : db``}
      ${recommendationId ? db`and t.recommendation_id = ${recommendationId}` : db``}
      ${goOnAfter(db, listed, ORDER, { after, sort })}
    ${inOrder(db, listed, ORDER, sort)} limit ${limit}`
}
