/** Stops and targets of what is held on recommendations played: placed and followed as live, and hit within a bar. Source: docs/FORMULAS.md, Stops. */

import { Big } from 'big.js'
import { entryPriceOf } from '../ledger/valuation.ts'
import type { TradedBar } from '../strategy/strategy.ts'
import { onTheWay, pointsOf, pointsOfFirst, type Point } from '../trading/bar-points.ts'
import { isClosed } from '../trading/order-state.ts'
import {
  carryAcross,
  exitAt,
  followPurchase,
  placeLevels,
  ratchet,
  type Levels,
} from '../trading/stops.ts'
import { tiers } from '../trading/tiers.ts'
import { sharesOf } from './account.ts'
import { plain } from './book.ts'
import type { FeedSession } from './feed.ts'
import { tryOrder, type RejectedOrder } from './fills.ts'
import type { BacktestOrder } from './order.ts'
import type { BacktestFillRow } from './session.ts'
import type { BacktestSettings } from './settings.ts'
import { atrBefore } from './recorded-days.ts'
import type { RecordedState } from './recorded-state.ts'

/** Average dollars a share of what is held. */
export function entryOf(
  { account }: Pick<RecordedState, 'account'>,
  ticker: string,
): string | undefined {
  const ledger = account.positions.get(ticker)?.ledger
  return ledger && ledger.quantity.gt(0) ? entryPriceOf(ledger) : undefined
}

/** Levels on the new basis; parts to come are of the old one. */
export function acrossSplits(state: RecordedState, { splits }: FeedSession): void {
  for (const { ticker, ratio } of splits) {
    const known = state.levels.get(ticker)
    if (known)
      state.levels.set(ticker, { ...known, ...carryAcross(known, { from: '1', to: ratio }) })
    state.parts = state.parts.map((part) =>
      part.ticker === ticker ? { ...part, isSplit: true } : part,
    )
  }
}

/** After purchases that filled: levels are placed, or follow the new average. */
export function followFills(
  state: RecordedState,
  fills: readonly BacktestFillRow[],
  { date }: FeedSession,
): void {
  const bought = new Set(fills.filter(({ side }) => side === 'buy').map(({ ticker }) => ticker))
  for (const ticker of bought) {
    const entry = entryOf(state, ticker)
    if (entry === undefined) continue
    const known = state.levels.get(ticker)
    const tier = known?.tier ?? state.tiers.get(ticker) ?? state.tier
    const atr = atrBefore(state.days, ticker, date)
    const placed = placeLevels(entry, atr ?? known?.atr ?? null, tiers[tier])
    state.levels.set(ticker, { ...(known ? followPurchase(known, placed) : placed), tier })
  }
}

type Bar = {
  session: FeedSession
  at: number
  settings: BacktestSettings
  /** Bought at the open of this bar, and of nothing before. */
  isFresh(ticker: string): boolean
}

/** Sells what the bar's prices hit, in the order that they are taken to have come in. */
export function sellAtLevels(
  state: RecordedState,
  { session, at, settings, isFresh }: Bar,
  run: { fills: BacktestFillRow[]; rejected: RejectedOrder[] },
): void {
  const { account } = state
  for (const bar of session.bars) {
    const { ticker } = bar
    if (!state.levels.has(ticker) || sharesOf(account, ticker).lte(0)) continue
    const prices = {
      open: plain(bar.open),
      high: plain(bar.high),
      low: plain(bar.low),
      close: plain(bar.close),
    }
    const sell = (order: BacktestOrder, price: number) => {
      const fill = { bar: { ...bar, open: price }, at, opensAt: session.opensAt }
      tryOrder(account, order, fill, settings, {
        traded: ({ order: sold, ...rest }) =>
          run.fills.push({ ...rest, ticker: sold.ticker, side: sold.side }),
        rejected: () => {},
      })
      // What the volume left is sold at the next open: an exit is wanted until nothing is held.
      if (!isClosed(order.state)) state.working.push(order)
    }
    const points = isFresh(ticker) ? pointsOfFirst(prices, true) : pointsOf(prices)
    walk(state, bar, points, (hit) => sell(saleOf(ticker, { at, arrivesAt: 0 }, hit), hit.price))
    sellDue(state, session, bar, (due) =>
      sell(saleOf(ticker, { at, arrivesAt: 0 }, due), due.price),
    )
    const levels = state.levels.get(ticker)
    if (levels) state.levels.set(ticker, { ...levels, ...ratchet(levels, prices.close) })
  }
}

type HitSale = { reason: string; quantity: string; price: number }

function walk(
  state: RecordedState,
  { ticker }: TradedBar,
  points: readonly Point[],
  sell: (hit: HitSale) => void,
): void {
  const look = (point: Point) => {
    const levels = state.levels.get(ticker)
    const free = freeShares(state, ticker)
    const hit = levels && free.gt(0) ? exitAt(levels, point.price, free.toFixed()) : undefined
    if (!levels || !hit) return
    const { reason, level, quantity } = hit
    sell({ reason, quantity, price: Number(point.isTraded ? point.price : level) })
    if (reason === 'target_1') state.levels.set(ticker, { ...levels, halfTaken: true })
  }
  for (const point of points) {
    const levels: Levels | undefined = state.levels.get(ticker)
    for (const one of levels ? onTheWay(point, levels) : []) look(one)
  }
}

/** A micro-trade whose time is over within a day's bar: at its close, as the next open is a night away. */
function sellDue(
  state: RecordedState,
  { closesAt }: FeedSession,
  { ticker, close: price }: TradedBar,
  sell: (due: HitSale) => void,
): void {
  const due = state.sellBy.get(ticker)
  if (state.isWithinDay || !due || due > closesAt) return
  const free = freeShares(state, ticker)
  if (free.gt(0)) sell({ reason: 'micro_hold', quantity: free.toFixed(), price })
}

/** Held, and on no order to sell yet. */
export function freeShares(
  { account, working }: Pick<RecordedState, 'account' | 'working'>,
  ticker: string,
): Big {
  return working
    .filter((order) => order.ticker === ticker && order.side === 'sell')
    .reduce(
      (free, { quantity, filled }) => free.minus(quantity).plus(filled),
      sharesOf(account, ticker),
    )
}

/** A market order: as live, the engine sells when it sees the level hit. */
export function saleOf(
  ticker: string,
  { at, arrivesAt }: { at: number; arrivesAt: number },
  { reason, quantity, price }: HitSale,
): BacktestOrder {
  return {
    orderId: `${at}:${ticker}:${reason}`,
    ticker,
    side: 'sell',
    type: 'market',
    price: 0,
    quantity: new Big(quantity),
    weight: 0,
    reference: price,
    filled: new Big(0),
    state: 'submitted',
    decidedAt: at,
    arrivesAt,
    why: reason,
    stop: 0,
    take: 0,
    rests: false,
  }
}
