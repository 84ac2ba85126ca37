/** What came of an evaluation. Source: docs/FORMULAS.md, Signal engine. */

/** How many sessions after the one it was made of. */
const HORIZON_SESSIONS = 5

/**
 * The close five sessions after a session over that session's own, less one; null while they are not over.
 *
 * @param bars of one ticker on one basis, oldest first; prices as decimal text.
 */
export function moveAfter(
  bars: readonly { sessionDate: string; close: string }[],
  sessionDate: string,
): number | null {
  const place = bars.findIndex((bar) => bar.sessionDate === sessionDate)
  const [from, to] = place < 0 ? [] : [bars[place], bars[place + HORIZON_SESSIONS]]
  if (!from || !to) return null
  const moved = Number(to.close) / Number(from.close) - 1
  return Number.isFinite(moved) ? moved : null
}
