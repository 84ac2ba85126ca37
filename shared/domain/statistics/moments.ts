/** Mean, spread and shape of numbers. */

/** Of fewer numbers than two there is no spread. */
const SPREAD_MIN = 2

export type Moments = {
  count: number
  mean: number
  /** Of a sample: over `count − 1`. */
  deviation: number
  /** 0 of a symmetric shape. */
  skew: number
  /** 3 of a normal shape. */
  kurtosis: number
}

/** Null where there are fewer than two, or none differs from another. */
export function momentsOf(values: readonly number[]): Moments | null {
  const count = values.length
  if (count < SPREAD_MIN) return null
  const mean = meanOf(values)
  let [two, three, four] = [0, 0, 0]
  for (const value of values) {
    const away = value - mean
    const square = away * away
    two += square
    three += square * away
    four += square * square
  }
  if (!(two > (count * Number.EPSILON * mean) ** 2)) return null
  const variance = two / count
  return {
    count,
    mean,
    deviation: Math.sqrt(two / (count - 1)),
    skew: three / count / variance ** 1.5,
    kurtosis: four / count / variance ** 2,
  }
}

/** The mean and deviation of values of which each counts as often as `counts` says; null as above. */
export function countedMoments(
  values: readonly number[],
  counts: readonly number[],
): Pick<Moments, 'mean' | 'deviation'> | null {
  let [count, sum, two] = [0, 0, 0]
  for (const [place, times] of counts.entries()) {
    count += times
    sum += times * values[place]!
  }
  if (count < SPREAD_MIN) return null
  const mean = sum / count
  for (const [place, times] of counts.entries()) two += times * (values[place]! - mean) ** 2
  if (!(two > (count * Number.EPSILON * mean) ** 2)) return null
  return { mean, deviation: Math.sqrt(two / (count - 1)) }
}

/** 0 of none. */
export function meanOf(values: readonly number[]): number {
  let sum = 0
  for (const value of values) sum += value
  return values.length === 0 ? 0 : sum / values.length
}
