/**
 * Whether a score of companies, taken before a session opens, knows what prices do next: the information coefficient
 * of a day, what trading on it would turn over and bear, and over many days how likely it is to be luck.
 *
 * Source: docs/FORMULAS.md, Edge.
 */

import { randomOf } from '../statistics/chance.ts'
import { meanInterval, type Interval } from '../statistics/day-bootstrap.ts'
import { rankCorrelation } from '../statistics/rank-correlation.ts'

/** Sessions from the open after which it was known to the close that is looked at. */
export const HORIZONS = [1, 2, 3, 5, 10, 20] as const
export type EdgeHorizon = (typeof HORIZONS)[number]

/** Of fewer companies a day says nothing. */
const COMPANIES_MIN = 5
/** Of a day's dollars a trade may be this share, before it moves the price that it is to earn from. */
const VOLUME_SHARE = 0.01
const FLIPS = 1_000

/** Scores by ticker; any scale, the higher the better. */
export type Scores = ReadonlyMap<string, number>

export type DayEdge = {
  /** With a score and a move. */
  companies: number
  /** Spearman's rank correlation of score and move; null where one side does not move. */
  ic: number | null
  /** What a book of 1 dollar, half long and half short by rank, earned before costs. */
  spread: number
}

/** The edge of one day; undefined where too few companies have both. */
export function edgeOf(scores: Scores, moves: ReadonlyMap<string, number>): DayEdge | undefined {
  const own = [...scores].filter(([ticker]) => moves.has(ticker))
  if (own.length < COMPANIES_MIN) return undefined
  const moved = own.map(([ticker]) => moves.get(ticker)!)
  const weights = weightsOf(new Map(own))
  return {
    companies: own.length,
    ic: rankCorrelation({ x: own.map(([, score]) => score), y: moved })(),
    spread: own.reduce((sum, [ticker], at) => sum + (weights.get(ticker) ?? 0) * moved[at]!, 0),
  }
}

/** Of a book of 1 dollar: by rank around the middle, half of it long and half short; all 0 where all are alike. */
export function weightsOf(scores: Scores): Map<string, number> {
  const order = [...scores].toSorted(([, a], [, b]) => a - b)
  const middle = (order.length - 1) / 2
  const ranks = new Map<string, number>()
  for (let from = 0; from < order.length;) {
    let to = from
    while (to < order.length && order[to]![1] === order[from]![1]) to += 1
    for (let at = from; at < to; at += 1) ranks.set(order[at]![0], (from + to - 1) / 2 - middle)
    from = to
  }
  const sum = [...ranks.values()].reduce((total, rank) => total + Math.abs(rank), 0)
  return new Map([...ranks].map(([ticker, rank]) => [ticker, sum === 0 ? 0 : rank / sum]))
}

export type Turned = {
  /** Of the book, what has to be bought and sold from one session to the next; in [0, 1]. */
  turnover: number
  /** Dollars of a book of which no more than one trade in twenty is above 1 % of its company's dollars that day. */
  capacity: number | null
}

/** From the book of the session before to this one's; `dollars` is what was traded of each company. */
export function turnedBetween(
  before: Scores,
  now: Scores,
  dollars: ReadonlyMap<string, number>,
): Turned {
  const [old, fresh] = [weightsOf(before), weightsOf(now)]
  const trades = [...new Set([...old.keys(), ...fresh.keys()])].flatMap((ticker) => {
    const share = Math.abs((fresh.get(ticker) ?? 0) - (old.get(ticker) ?? 0))
    return share > 0 ? [{ share, dollars: dollars.get(ticker) ?? 0 }] : []
  })
  const bounds = trades
    .map(({ share, dollars: traded }) => (VOLUME_SHARE * traded) / share)
    .toSorted((a, b) => a - b)
  return {
    turnover: trades.reduce((sum, { share }) => sum + share, 0) / 2,
    capacity: bounds[Math.floor(bounds.length / 20)] ?? null,
  }
}

export type MeanEdge = {
  days: number
  /** The mean of the days' information coefficients; null of no day. */
  ic: number | null
  interval: Interval | null
  /** How often chance alone gives a mean as far from 0, either way; null where the days are too few to say. */
  chance: number | null
}

/** Of one information coefficient a day, in their order; `runDays` of them in a row hang together. */
export function edgeOver(ics: readonly number[], runDays: number): MeanEdge {
  const interval = meanInterval(ics, runDays)
  return {
    days: ics.length,
    ic: meanOf(ics),
    interval,
    chance: interval && chanceOf(ics, runDays),
  }
}

/** The chance that the best of `tried` that know nothing looks as good as this one (Šidák). */
export function chanceOfBest(chance: number, tried: number): number {
  return 1 - (1 - chance) ** tried
}

/** The share of draws, in which each run of days is for or against by a coin, that lie as far from 0. */
function chanceOf(values: readonly number[], runDays: number): number {
  const runs = Array.from({ length: Math.ceil(values.length / runDays) }, (_, run) =>
    values.slice(run * runDays, (run + 1) * runDays).reduce((sum, one) => sum + one, 0),
  )
  const seen = Math.abs(runs.reduce((sum, one) => sum + one, 0))
  const random = randomOf(1)
  let asFar = 0
  for (let flip = 0; flip < FLIPS; flip += 1) {
    const drawn = runs.reduce((sum, one) => sum + (random() < 0.5 ? one : -one), 0)
    if (Math.abs(drawn) >= seen - Number.EPSILON) asFar += 1
  }
  return (asFar + 1) / (FLIPS + 1)
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length
}
