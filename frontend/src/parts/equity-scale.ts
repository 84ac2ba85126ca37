/** How a curve of money is drawn so that it looks no more than it is. */

/** A share of the middle: what moves by less fills no chart. */
const BAND = 0.01
/** Of the usual time between points: a longer one is a gap, such as a night between two days of minutes. */
const GAP = 3

/** The least and greatest value of the axis: all values, and 1 % about their middle at least. */
export function scaleOf(values: readonly number[]): [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const middle = (least + most) / 2
  const half = Math.max(((most - least) / 2) * 1.1, Math.abs(middle) * BAND)
  return [middle - half, middle + half]
}

type Point = { at: number }

/** The points, oldest first, in stretches over whose gaps no line is drawn. */
export function runsOf<P extends Point>(points: readonly P[]): P[][] {
  const between = points.slice(1).map(({ at }, place) => at - points[place]!.at)
  const usual = between.toSorted((a, b) => a - b)[Math.floor(between.length / 2)] ?? 0
  const runs: P[][] = []
  points.forEach((point, place) => {
    const run = runs.at(-1)
    if (run && between[place - 1]! <= usual * GAP) run.push(point)
    else runs.push([point])
  })
  return runs
}

/** Round numbers within the axis: three to six. */
export function roundTicks(least: number, most: number): number[] {
  const rough = (most - least) / 5
  const ten = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((one) => one * ten).find((one) => one >= rough)!
  const first = Math.ceil(least / step)
  const count = Math.floor(most / step) - first + 1
  return Array.from({ length: count }, (_, place) => (first + place) * step)
}
