/** The deepest fall of a curve from its highest, how long it was, and whether it has come back. */

import { sharpeOf } from '../statistics/sharpe.ts'
import { dayInterval, type Interval } from '../statistics/day-bootstrap.ts'
import type { CurvePoint } from '../../contracts/api/report-body.ts'

export type DrawdownSpell = {
  /** Below its highest, a share above 0. */
  depth: number
  /** The session of the highest before it, and of the lowest. */
  from: string
  bottom: string
  /** The first session that was as high again; null where none was yet. */
  recovered: string | null
  /** Sessions from the highest up to there, or up to the last. */
  sessions: number
}

type Point = Pick<CurvePoint, 'date' | 'growth'>

/** Null of a curve that never falls. */
export function deepestSpell(curve: readonly Point[]): DrawdownSpell | null {
  let [top, deepest] = [0, undefined as { depth: number; top: number; bottom: number } | undefined]
  for (const [place, { growth }] of curve.entries()) {
    const high = curve[top]!.growth
    if (growth >= high) top = place
    else if (high > 0 && 1 - growth / high > (deepest?.depth ?? 0))
      deepest = { depth: 1 - growth / high, top, bottom: place }
  }
  if (!deepest) return null
  const high = curve[deepest.top]!.growth
  const back = curve.findIndex(({ growth }, place) => place > deepest.bottom && growth >= high)
  return {
    depth: deepest.depth,
    from: curve[deepest.top]!.date,
    bottom: curve[deepest.bottom]!.date,
    recovered: back === -1 ? null : curve[back]!.date,
    sessions: (back === -1 ? curve.length - 1 : back) - deepest.top,
  }
}

/** Sharpe's ratio of a curve's sessions, a year's, and where it lies in 95 of 100 resamples of its days. */
export function sharpeOfCurve(
  curve: readonly Point[],
): { ratio: number; interval: Interval | null } | null {
  const steps = curve.slice(1).map(({ date, growth }, place) => ({
    date,
    step: growth / curve[place]!.growth - 1,
  }))
  const returns = steps.map(({ step }) => step).filter(Number.isFinite)
  const ratio = sharpeOf(returns)
  if (ratio === null || returns.length < steps.length) return null
  const interval = dayInterval(
    steps.map(({ date }) => date),
    (counts) => sharpeOf(returns, counts),
  )
  return { ratio, interval }
}
