/** Turns that one process counts for itself, by the rules of the shared ones (queue/redis/shared-turns.ts). */

import { PROMISE_MS_MAX, type Limit, type VendorTurns } from './turns.ts'

type Line = { taken: number[]; promisedAt: number }

/** @param stretch how many times longer each span is than it need be: others count for themselves too. */
export function openOwnTurns(
  stretch = 1,
  nowMs: () => number = () => performance.now(),
): VendorTurns {
  const lines = new Map<string, Line>()
  const heldUntil = new Map<string, number>()
  const lineOf = ({ name }: Limit): Line => {
    const line = lines.get(name) ?? { taken: [], promisedAt: 0 }
    lines.set(name, line)
    return line
  }
  return {
    take(vendor, limits, patienceMs) {
      const now = nowMs()
      let free = Math.max(now, heldUntil.get(vendor) ?? 0)
      for (const limit of limits) {
        const before = lineOf(limit).taken.at(-limit.most)
        if (before !== undefined) free = Math.max(free, before + limit.spanMs * stretch)
      }
      if (free - now <= patienceMs) {
        for (const limit of limits) {
          const line = lineOf(limit)
          line.taken = [...line.taken, free].sort((a, b) => a - b).slice(-limit.most)
        }
        return Promise.resolve({ isTaken: true, waitMs: free - now })
      }
      let come = free
      for (const limit of limits) {
        const each = (limit.spanMs * stretch) / limit.most
        come = Math.max(come, lineOf(limit).promisedAt + each)
      }
      come = Math.min(come, now + PROMISE_MS_MAX)
      for (const limit of limits) lineOf(limit).promisedAt = come
      return Promise.resolve({ isTaken: false, waitMs: come - now })
    },
    hold(vendor, ms) {
      const until = nowMs() + ms
      heldUntil.set(vendor, Math.max(heldUntil.get(vendor) ?? 0, until))
      return Promise.resolve()
    },
  }
}
