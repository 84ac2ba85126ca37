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

type Point = { at: number; equity: number | null }

/** The points, oldest first, with one of no value in each gap, over which no line is drawn. */
export function withGaps(points: readonly Point[]): Point[] {
  const between = points.slice(1).map(({ at }, place) => at - points[place]!.at)
  const usual = between.toSorted((a, b) => a - b)[Math.floor(between.length / 2)] ?? 0
  return points.flatMap((point, place) => {
    const gap = between[place - 1] ?? 0
    return place > 0 && gap > usual * GAP
      ? [{ at: point.at - gap / 2, equity: null }, point]
      : [point]
  })
}
