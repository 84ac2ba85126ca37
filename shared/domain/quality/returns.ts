/**
 * What prices did around a session's open, against the mean of all companies that day.
 *
 * Source: docs/FORMULAS.md, How good is it.
 */

export type PricedSession = { sessionDate: string; open: number; close: number }

/** Shares, of which the same day's mean over companies is taken off. */
export type Moves = {
  /** From this session's open to its close: what could be had by what was known before it opened. */
  next: number
  /** From the last close to this open, before anybody could act. */
  overnight: number
  /** Of the session before: in which most of the news fell, so that a trend may merely echo it. */
  same: number
}

/**
 * The moves of each ticker before and in the session `date`, by ticker; only of those with bars of
 * that session and the two before it, whose dates are given oldest first.
 */
export function movesAt(
  bars: ReadonlyMap<string, ReadonlyMap<string, PricedSession>>,
  [twoBefore, before, date]: readonly [string, string, string],
): Map<string, Moves> {
  const raw = new Map<string, Moves>()
  for (const [ticker, own] of bars) {
    const [first, last, now] = [own.get(twoBefore), own.get(before), own.get(date)]
    if (!first || !last || !now) continue
    raw.set(ticker, {
      next: now.close / now.open - 1,
      overnight: now.open / last.close - 1,
      same: last.close / first.close - 1,
    })
  }
  const mean = (read: (moves: Moves) => number) =>
    [...raw.values()].reduce((sum, moves) => sum + read(moves), 0) / Math.max(1, raw.size)
  const market = {
    next: mean(({ next }) => next),
    overnight: mean(({ overnight }) => overnight),
    same: mean(({ same }) => same),
  }
  return new Map(
    [...raw].map(([ticker, { next, overnight, same }]) => [
      ticker,
      {
        next: next - market.next,
        overnight: overnight - market.overnight,
        same: same - market.same,
      },
    ]),
  )
}

/**
 * The move of each ticker from the open of session `from` to the close of session `to`, less the mean of all; only of
 * those with bars of both.
 */
export function movesOver(
  bars: ReadonlyMap<string, ReadonlyMap<string, PricedSession>>,
  from: string,
  to: string,
): Map<string, number> {
  const raw = [...bars].flatMap(([ticker, own]) => {
    const [first, last] = [own.get(from), own.get(to)]
    return first && last ? [[ticker, last.close / first.open - 1] as const] : []
  })
  const mean = raw.reduce((sum, [, move]) => sum + move, 0) / Math.max(1, raw.length)
  return new Map(raw.map(([ticker, move]) => [ticker, move - mean]))
}
