/** Table `strategy_trades`: trades on paper of strategies in shadow. */

import type { MemberStrategy, ShadowStrategy } from '../../contracts/strategy-words.ts'
import type { ShadowTrade } from '../../domain/strategy/shadow/follow.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'

export type StandingTrade = { strategy: ShadowStrategy; decidedOn: string }

/** Of a ticker: at most one a strategy. */
export async function readStandingTrades(db: Db, ticker: string): Promise<StandingTrade[]> {
  return db<StandingTrade[]>`
    select strategy, decided_on::text as decided_on from strategy_trades
    where ticker = ${ticker} and state in ('waiting', 'open') order by strategy`
}

export type Credits = Readonly<Partial<Record<MemberStrategy, number>>>

export type CreditedTrade = ShadowTrade & {
  strategy: ShadowStrategy
  credits: Credits
  version: number
}

/**
 * Keeps how the trades of a ticker stand. One that stood and is none any more is void; one that is closed stays as it
 * was closed.
 */
export async function saveTrades(
  tx: Tx,
  ticker: string,
  trades: readonly CreditedTrade[],
  now: Date,
): Promise<void> {
  const rows = trades.map((trade) => rowOf(ticker, trade, now))
  await tx`
    update strategy_trades set state = 'void', seen_at = ${now}, why = 'came to nothing'
    where ticker = ${ticker} and state in ('waiting', 'open')
      and trade_id <> all(${rows.map(({ trade_id }) => trade_id)}::uuid[])`
  // Those that ended first: of a strategy at most one stands.
  for (const row of rows)
    await tx`
      insert into strategy_trades as known
      select * from jsonb_populate_record(null::strategy_trades, ${tx.json(row as never)})
      on conflict (trade_id) do update set state = excluded.state, entered_on = excluded.entered_on,
        exited_on = excluded.exited_on, quantity = excluded.quantity, entry_price = excluded.entry_price,
        exit_price = excluded.exit_price, paid = excluded.paid, profit = excluded.profit, fees = excluded.fees,
        spread = excluded.spread, slippage = excluded.slippage, why = excluded.why, seen_at = excluded.seen_at,
        closed_at = excluded.closed_at
      where known.state in ('waiting', 'open')`
}

function rowOf(ticker: string, trade: CreditedTrade, now: Date) {
  const { strategy, state, decidedOn, credits, version } = trade
  return {
    trade_id: deriveId('strategy-trade', strategy, ticker, decidedOn),
    strategy,
    ticker,
    state,
    decided_on: decidedOn,
    entered_on: trade.enteredOn,
    exited_on: trade.exitedOn,
    quantity: trade.quantity,
    entry_price: trade.entryPrice,
    exit_price: trade.exitPrice,
    paid: trade.paid,
    profit: trade.profit,
    fees: trade.fees,
    spread: trade.spread,
    slippage: trade.slippage,
    why: trade.why,
    credits,
    weights_version: version,
    seen_at: now.toISOString(),
    closed_at: state === 'closed' ? now.toISOString() : null,
    counted_in: null,
  }
}
