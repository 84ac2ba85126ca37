/** What happened to the shares of a world's companies, and prices as they were traded before it. */

import { Big } from 'big.js'
import type { World, WorldBar } from './world.ts'

/** `to` new shares for `from` old ones, from the day `exDate` on (YYYY-MM-DD, New York). */
export type WorldSplit = { ticker: string; exDate: string; from: number; to: number }

export type WorldDividend = {
  ticker: string
  exDate: string
  /** Dollars a share. */
  amount: number
  declaredOn: string
  payOn: string
}

/** A bar of the world, whose prices are of its last day, as it was traded on its own. */
export function asTraded(world: World, ticker: string, bar: WorldBar): WorldBar {
  const later = (world.splits ?? []).filter(
    (split) => split.ticker === ticker && split.exDate > bar.date,
  )
  if (later.length === 0) return bar
  const [from, to] = later.reduce(
    ([from, to], split) => [from.times(split.from), to.times(split.to)],
    [new Big(1), new Big(1)],
  )
  const price = (value: number) => new Big(value).times(to).div(from).round(6).toNumber()
  return {
    date: bar.date,
    open: price(bar.open),
    high: price(bar.high),
    low: price(bar.low),
    close: price(bar.close),
    volume: new Big(bar.volume).times(from).div(to).round(4).toNumber(),
  }
}

/** Adds a split to come: bars, which are of the basis of the last day, are then told on its basis. */
export function comeToSplit(world: World, split: WorldSplit): void {
  const { ticker, from, to } = split
  const price = (value: number) => new Big(value).times(from).div(to).round(6).toNumber()
  const bars = (world.bars.get(ticker) ?? []).map((bar) => ({
    date: bar.date,
    open: price(bar.open),
    high: price(bar.high),
    low: price(bar.low),
    close: price(bar.close),
    volume: new Big(bar.volume).times(to).div(from).round(4).toNumber(),
  }))
  world.bars.set(ticker, bars)
  world.splits = [...(world.splits ?? []), split]
}
