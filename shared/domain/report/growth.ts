/**
 * How a dollar grew that was in the account all along: time-weighted, money paid in or taken out left out.
 *
 * What comes in counts from the beginning of a stretch, what goes out up to its end, so that no
 * withdrawal makes a small base of a large loss. Source: docs/FORMULAS.md, Reports.
 */

import { Big } from 'big.js'
import type { CurvePoint } from '../../contracts/api/report-body.ts'
import { DAY_MS } from '../spans.ts'
import type { EquityDay, SpyFacts } from './facts.ts'

type Point = Pick<EquityDay, 'equity' | 'flows'>

/** How much came or went between two readings: 0.01 is one percent; null where nothing was at work. */
function growthBetween(from: Point, to: Point): number | null {
  const flow = flowBetween(from, to)
  const base = new Big(from.equity).plus(flow.gt(0) ? flow : 0)
  if (base.lte(0)) return null
  return new Big(to.equity).minus(flow).minus(from.equity).div(base).toNumber()
}

/** Dollars that came in less those that went out; none where a reading does not say. */
export function flowBetween(from: Point, to: Point): Big {
  return from.flows === null || to.flows === null ? new Big(0) : new Big(to.flows).minus(from.flows)
}

/** Stretch after stretch; null where nothing was ever at work. */
export function chainedGrowth(points: readonly Point[]): number | null {
  let [grown, isSome] = [1, false]
  for (const [place, point] of points.slice(1).entries()) {
    const step = growthBetween(points[place]!, point)
    if (step === null) continue
    isSome = true
    grown *= 1 + step
  }
  return isSome ? grown - 1 : null
}

/** What the account began with, as a point before its first. */
export function beginningOf({ flows }: Point): Point {
  return { equity: flows ?? '0', flows }
}

/** The curve, a point a session, oldest first; `isWhole` where it begins with the account. */
export function curveOf(
  days: readonly EquityDay[],
  isWhole: boolean,
  { spy, cashRate }: { spy: SpyFacts; cashRate: number },
): CurvePoint[] {
  const closes = new Map(spy.closes.map(({ sessionDate, close }) => [sessionDate, Number(close)]))
  const base = spyBase(days, isWhole, spy)
  let [growth, top] = [1, 1]
  let before: Point | undefined = isWhole && days[0] ? beginningOf(days[0]) : undefined
  return days.map((day) => {
    growth *= 1 + ((before && growthBetween(before, day)) ?? 0)
    top = Math.max(top, growth)
    before = day
    const close = closes.get(day.date)
    return {
      date: day.date,
      equity: new Big(day.equity).toFixed(2),
      growth: rounded(growth),
      spy: base === undefined || close === undefined ? null : rounded(close / base),
      cash: rounded(cashGrowth(cashRate, days[0]!.takenAt, day.takenAt)),
      drawdown: rounded(top > 0 ? growth / top - 1 : 0),
    }
  })
}

/** What a dollar of cash becomes at a yearly rate in percent, interest on interest, by the time that passes. */
export function cashGrowth(rate: number, from: Date, to: Date): number {
  const years = Math.max(0, to.getTime() - from.getTime()) / (365 * DAY_MS)
  return (1 + rate / 100) ** years
}

/** SPY where the curve begins: the close before its first session, or of that. */
function spyBase(
  days: readonly EquityDay[],
  isWhole: boolean,
  { closes }: SpyFacts,
): number | undefined {
  const first = days[0]?.date
  if (first === undefined) return undefined
  const found = closes.findLast(({ sessionDate }) =>
    isWhole ? sessionDate < first : sessionDate <= first,
  )
  return found && Number(found.close)
}

/** SPY from the last close up to one date to that of another; null where the latter is not known. */
export function spyBetween({ closes }: SpyFacts, from: string, to: string): number | null {
  const last = closes.find(({ sessionDate }) => sessionDate === to)
  const first = closes.findLast(({ sessionDate }) => sessionDate <= from)
  return first && last ? rounded(Number(last.close) / Number(first.close) - 1) : null
}

/** To a millionth: what is shown has two decimals of a percent. */
export function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
