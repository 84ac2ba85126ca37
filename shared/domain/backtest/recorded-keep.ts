/** What a bar's fills do to the books of recommendations played: reserve, trades that ended, breakers and the risk tier, as live. */

import { Big } from 'big.js'
import { noTrades, recordOf, withTrade, type TradeRecord } from '../ledger/trades.ts'
import { DAY_MS } from '../spans.ts'
import { excessOf, siphonOf } from '../trading/reserve.ts'
import { sizingDefaults } from '../trading/sizing-steps.ts'
import { adjustTier, performanceOf, tierDefaults } from '../trading/tiers.ts'
import { plain } from './book.ts'
import type { FeedSession } from './feed.ts'
import { keepGuards } from './guards.ts'
import type { BacktestFillRow } from './session.ts'
import type { RecordedState } from './recorded-state.ts'

/** Profit of sales so far by ticker, before fees: what the reserve takes its share of. */
export function realisedIn({ account }: Pick<RecordedState, 'account'>): Map<string, Big> {
  return new Map([...account.positions].map(([ticker, { ledger }]) => [ticker, ledger.realised]))
}

/** After the fills of a bar: what was sold, what it made, and what ended. */
export function bookSales(
  state: RecordedState,
  fills: readonly BacktestFillRow[],
  before: ReadonlyMap<string, Big>,
  { closesAt }: FeedSession,
): void {
  const { account, means } = state
  for (const ticker of new Set(fills.map((fill) => fill.ticker))) {
    const { ledger, shares } = account.positions.get(ticker)!
    const made = ledger.realised.minus(before.get(ticker) ?? 0)
    if (fills.some((fill) => fill.ticker === ticker && fill.side === 'sell')) {
      state.soldAt.set(ticker, closesAt)
      state.reserve = state.reserve.plus(siphonOf(made, means.settings.siphonPct))
    }
    if (shares > 0) continue
    for (const known of [state.levels, state.wanted, state.tiers, state.sellBy])
      known.delete(ticker)
  }
  for (const { profit, fees } of account.trades.slice(state.ended.length))
    // As the live ledger counts it: before fees.
    state.ended.push({ at: closesAt, profit: new Big(profit).plus(fees) })
}

/** As the bar closes: gives back from the reserve, opens breakers, looks at the tier; true where an emergency began. */
export function keepRecorded(
  state: RecordedState,
  { equity, openingEquity }: { equity: number; openingEquity: number },
  session: FeedSession,
): boolean {
  const { settings } = state.means
  const { date, closesAt } = session
  const excess = excessOf(state.reserve.toFixed(), plain(equity), settings.reserveHighWaterPct)
  state.reserve = state.reserve.minus(excess)
  state.equities.push({ at: closesAt, equity })
  const looked = { account: state.account, equity, openingEquity }
  const emergencyPct = settings.emergencyDrawdownPct
  const isEmergency = keepGuards(state.guards, { ...looked, emergencyPct }, session)
  if (state.reviewed !== date) {
    state.reviewed = date
    reviewTier(state, equity, closesAt)
  }
  return isEmergency
}

/** Once a session: the tier that results of the last days earn. */
function reviewTier(state: RecordedState, equity: number, at: Date): void {
  const days = new Date(at.getTime() - tierDefaults.resultDays * DAY_MS)
  const { tierChangedAt } = state
  const since = tierChangedAt && tierChangedAt > days ? tierChangedAt : days
  const lately = state.equities.filter((one) => one.at >= since)
  state.equities = lately
  const highest = lately.reduce((most, one) => Math.max(most, one.equity), equity)
  const drawdown = highest > 0 ? (highest - equity) / highest : 0
  const sums = sumsOf(state.ended.filter((one) => one.at > since))
  const { tier } = adjustTier(state.tier, { ...performanceOf(sums), drawdown })
  if (tier === state.tier) return
  state.tier = tier
  state.tierChangedAt = at
}

/** How often the last trades won, and how much. */
export function recordIn({ ended }: Pick<RecordedState, 'ended'>, now: Date): TradeRecord {
  const { kellyDays, kellyTradesMax } = sizingDefaults
  const since = new Date(now.getTime() - kellyDays * DAY_MS)
  return recordOf(sumsOf(ended.filter(({ at }) => at > since).slice(-kellyTradesMax)))
}

function sumsOf(trades: readonly { profit: Big }[]) {
  return trades.reduce((sums, { profit }) => withTrade(sums, profit), noTrades)
}
