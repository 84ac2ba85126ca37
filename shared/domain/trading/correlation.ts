/** How closely two tickers moved together: Pearson's coefficient of daily returns. */

/** Sessions of returns looked at, and the least that say anything. */
export const CORRELATION_RETURNS = 60
const RETURNS_MIN = 20

type Close = { sessionDate: string; close: string }

/**
 * The coefficient in [−1, 1] over sessions both have; null where they share too few, or one stood
 * still. Bars oldest first.
 */
export function correlation(left: readonly Close[], right: readonly Close[]): number | null {
  const others = new Map(right.map(({ sessionDate, close }) => [sessionDate, Number(close)]))
  const shared = left
    .filter(({ sessionDate }) => others.has(sessionDate))
    .slice(-(CORRELATION_RETURNS + 1))
    .map(({ sessionDate, close }) => [Number(close), others.get(sessionDate) ?? 0] as const)
  const returns = shared.slice(1).map(([x, y], place) => {
    const [x0, y0] = shared[place] ?? [x, y]
    return [x / x0 - 1, y / y0 - 1] as const
  })
  if (returns.length < RETURNS_MIN) return null
  const [meanX, meanY] = [mean(returns.map(([x]) => x)), mean(returns.map(([, y]) => y))]
  let [xx, yy, xy] = [0, 0, 0]
  for (const [x, y] of returns) {
    xx += (x - meanX) ** 2
    yy += (y - meanY) ** 2
    xy += (x - meanX) * (y - meanY)
  }
  if (xx === 0 || yy === 0) return null
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)))
}

/** Two of what is held; `rho` null where they share too little past. */
export type Pair = { ticker: string; other: string; rho: number | null }

/** The matrix of all pairs, each once, by ticker. */
export function correlationsOf(closes: ReadonlyMap<string, readonly Close[]>): Pair[] {
  const all = [...closes].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return all.flatMap(([ticker, own], place) =>
    all
      .slice(place + 1)
      .map(([other, others]) => ({ ticker, other, rho: correlation(own, others) })),
  )
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length
}
