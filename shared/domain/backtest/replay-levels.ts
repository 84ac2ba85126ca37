/** Stops and targets of what a replay holds: placed and followed as live, and hit within a bar. Source: docs/FORMULAS.md, Stops. */

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
import { atrBefore } from './replay-days.ts'
import type { Replay } from './replay-state.ts'

/** Average dollars a share of what is held. */
export function entryOf({ account }: Pick<Replay, 'account'>, ticker: string): string | undefined {
  const ledger = account.positions.get(ticker)?.ledger
  return ledger && ledger.quantity.gt(0) ? entryPriceOf(ledger) : undefined
}

/** Levels on the new basis; parts to come are of the old one. */
export function acrossSplits(replay: Replay, { splits }: FeedSession): void {
  for (const { ticker, ratio } of splits) {
    const known = replay.levels.get(ticker)
    if (known)
      replay.levels.set(ticker, { ...known, ...carryAcross(known, { from: '1', to: ratio }) })
    replay.parts = replay.parts.map((part) =>
      part.ticker === ticker ? { ...part, isSplit: true } : part,
    )
  }
}

/** After purchases that filled: levels are placed, or follow the new average. */
export function followFills(
  replay: Replay,
  fills: readonly BacktestFillRow[],
  { date }: FeedSession,
): void {
  const bought = new Set(fills.filter(({ side }) => side === 'buy').map(({ ticker }) => ticker))
  for (const ticker of bought) {
    const entry = entryOf(replay, ticker)
    if (entry === undefined) continue
    const known = replay.levels.get(ticker)
    const tier = known?.tier ?? replay.tiers.get(ticker) ?? replay.tier
    const atr = atrBefore(replay.days, ticker, date)
    const placed = placeLevels(entry, atr ?? known?.atr ?? null, tiers[tier])
    replay.levels.set(ticker, { ...(known ? followPurchase(known, placed) : placed), tier })
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
  replay: Replay,
  { session, at, settings, isFresh }: Bar,
  run: { fills: BacktestFillRow[]; rejected: RejectedOrder[] },
): void {
  const { account } = replay
  for (const bar of session.bars) {
    const { ticker } = bar
    if (!replay.levels.has(ticker) || sharesOf(account, ticker).lte(0)) continue
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
      if (!isClosed(order.state)) replay.working.push(order)
    }
    const points = isFresh(ticker) ? pointsOfFirst(prices, true) : pointsOf(prices)
    walk(replay, bar, points, (hit) => sell(saleOf(ticker, { at, arrivesAt: 0 }, hit), hit.price))
    const levels = replay.levels.get(ticker)
    if (levels) replay.levels.set(ticker, { ...levels, ...ratchet(levels, prices.close) })
  }
}

type HitSale = { reason: string; quantity: string; price: number }

function walk(
  replay: Replay,
  { ticker }: TradedBar,
  points: readonly Point[],
  sell: (hit: HitSale) => void,
): void {
  const leaving = () =>
    replay.working
      .filter((order) => order.ticker === ticker && order.side === 'sell')
      .reduce((sum, { quantity, filled }) => sum.plus(quantity).minus(filled), new Big(0))
  const look = (point: Point) => {
    const levels = replay.levels.get(ticker)
    const free = sharesOf(replay.account, ticker).minus(leaving())
    const hit = levels && free.gt(0) ? exitAt(levels, point.price, free.toFixed()) : undefined
    if (!levels || !hit) return
    const { reason, level, quantity } = hit
    sell({ reason, quantity, price: Number(point.isTraded ? point.price : level) })
    if (reason === 'target_1') replay.levels.set(ticker, { ...levels, halfTaken: true })
  }
  for (const point of points) {
    const levels: Levels | undefined = replay.levels.get(ticker)
    for (const one of levels ? onTheWay(point, levels) : []) look(one)
  }
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
