/** What became of a job, in a word and a colour. */

import type { TraceHop } from '#shared/contracts/api/traces.ts'

export function outcomeOf({ state, reason }: TraceHop): { words: string; look: string } {
  if (state === 'dead') return { words: 'given up', look: 'text-down' }
  if (state === 'queued') return { words: 'waits', look: 'text-warn' }
  if (state === 'cancelled') return { words: 'settled', look: 'text-muted' }
  return { words: reason === 'covered' ? 'covered by another' : 'done', look: 'text-muted' }
}
