/** Until when the signal engine keeps an entry back. */

import type { DecisionRow } from '#shared/contracts/api/trading.ts'

/** The codes with which it shuts; a decision with another one ended elsewhere, and waits for nothing of it. */
const SHUTS = ['engine_unheard', 'engine_against']

/** What ends that it keeps the entry back; null where it does not, or a later part was given up for good. */
export function waitsUntil({
  code,
  part,
  signalEngine,
}: Pick<DecisionRow, 'code' | 'part' | 'signalEngine'>): string | null {
  if (!signalEngine || !SHUTS.includes(code) || part > 1) return null
  if (code === 'engine_against') return 'an evaluation comes in which both say buy'
  const comes = `an evaluation of ${signalEngine.session} comes`
  return signalEngine.givenUp
    ? `${comes}, whose job was given up: its dead letter is to be replayed`
    : comes
}
