/** From when to when the jobs of a way lasted; what has no end lasts until now. */

import type { TraceHop } from '#shared/contracts/api/traces.ts'

export function spanOf(hops: readonly TraceHop[]): { from: number; to: number } {
  const begins = hops.map(({ queuedAt }) => Date.parse(queuedAt))
  const ends = hops.map(({ endedAt }) => (endedAt ? Date.parse(endedAt) : Date.now()))
  return { from: Math.min(...begins), to: Math.max(...ends) }
}
