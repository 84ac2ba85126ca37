/**
 * What a publisher, or a source, claimed of companies before a session, held against what that session did.
 *
 * However often it says a thing of one company before one session, it is one claim: copies
 * and repetitions build no record. Source: docs/FORMULAS.md, How good is it.
 */

/** All that one teller's readings say of one company before one session; above 0 good, below bad. */
export type TellerClaim = { teller: string; ticker: string; leaning: number }

/** The teller is a publisher's domain, or the id of a source. */
export type TellerTally = { teller: string; tried: number; borneOut: number }

/** From open to close, less the mean of all companies, by ticker. */
export function sessionMoves(
  bars: readonly { ticker: string; open: number; close: number }[],
): Map<string, number> {
  const moves = bars.map(({ ticker, open, close }) => [ticker, close / open - 1] as const)
  const mean = moves.reduce((sum, [, move]) => sum + move, 0) / Math.max(1, moves.length)
  return new Map(moves.map(([ticker, move]) => [ticker, move - mean]))
}

/**
 * Counts by teller, in their order. A claim without a side, or of a company without a
 * move, is not tried.
 */
export function tallyClaims(
  claims: readonly TellerClaim[],
  moves: ReadonlyMap<string, number>,
): TellerTally[] {
  const tallies = new Map<string, TellerTally>()
  for (const { teller, ticker, leaning } of claims) {
    const move = moves.get(ticker) ?? 0
    if (leaning === 0 || move === 0) continue
    const known = tallies.get(teller) ?? { teller, tried: 0, borneOut: 0 }
    known.tried += 1
    if (Math.sign(leaning) === Math.sign(move)) known.borneOut += 1
    tallies.set(teller, known)
  }
  return [...tallies.values()].sort((a, b) => (a.teller < b.teller ? -1 : 1))
}
