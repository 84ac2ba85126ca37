/** Trades on paper of strategies in shadow. */

import type { StrategyTrade } from '#shared/contracts/api/strategies.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Sort } from '#shared/contracts/api/words.ts'
import type { SHADOW_TRADE_STATES, ShadowStrategy } from '#shared/contracts/strategy-words.ts'
import type { Db } from '#shared/sql/open.ts'
import { askRow, goOnWithin, inOrderWithin } from '#shared/sql/page.ts'

type Asked = {
  ticker?: string | undefined
  strategy?: ShadowStrategy | undefined
  state?: (typeof SHADOW_TRADE_STATES)[number] | undefined
  sort: Sort
  limit: number
  after?: string | undefined
}

const listed = { table: 'strategy_trades', as: 't', id: 'trade_id' }
const ORDER = ['seen_at', ['ticker', 'strategy', 'decided_on']] as const

/** By when each was looked at last. */
export async function listStrategyTrades(
  db: Db,
  { ticker, strategy, state, sort, limit, after }: Asked,
): Promise<Served<StrategyTrade>[]> {
  await askRow(db, listed, after)
  return db<Served<StrategyTrade>[]>`
    select t.trade_id, t.strategy, t.ticker, t.state, t.decided_on::text as decided_on,
      t.entered_on::text as entered_on, t.exited_on::text as exited_on, t.quantity, t.entry_price, t.exit_price,
      t.paid, t.profit, t.fees, t.spread, t.slippage, t.why, t.credits, t.weights_version, t.seen_at, t.closed_at,
      t.counted_in::int as counted_in
    from strategy_trades t
    where true ${ticker ? db`and t.ticker = ${ticker}` : db``}
      ${strategy ? db`and t.strategy = ${strategy}` : db``}
      ${state ? db`and t.state = ${state}` : db``}
      ${goOnWithin(db, listed, ORDER, { after, sort })}
    ${inOrderWithin(db, listed, ORDER, sort)} limit ${limit}`
}
