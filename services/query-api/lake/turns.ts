/** How many questions are answered at once: one more waits a moment, and is told when to come again. */

import { Refusal } from '#shared/host/refusal.ts'

/** Long enough for a question that is put in place of another, whose process is just being ended. */
const WAIT_MS = 1_000
/** Who finds as many waiting already is told at once. */
const WAITING_MAX = 8

/** Does `work` once it is its turn. @throws Refusal 429 `lake_busy` where that does not come. */
export type TakeTurn = <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>

type Turn = { begunAt: number }

/** `seconds` is the longest that a turn takes. */
export function openLakeTurns(parallel: number, seconds: number, waitMs = WAIT_MS): TakeTurn {
  const begun = new Set<Turn>()
  const waiting = new Set<() => void>()
  const begin = () => {
    const turn = { begunAt: performance.now() }
    begun.add(turn)
    return turn
  }
  const busy = () => {
    const oldest = Math.min(...[...begun].map(({ begunAt }) => begunAt))
    const left = Math.max(1, Math.ceil(seconds - (performance.now() - oldest) / 1_000))
    const says = `${parallel} questions are being answered, as many as may be at once: ask again in ${left} s at the latest`
    return new Refusal(429, says, 'lake_busy', { 'retry-after': String(left) })
  }
  const wait = (signal: AbortSignal) =>
    new Promise<Turn>((resolve, reject) => {
      if (waiting.size >= WAITING_MAX) return reject(busy())
      const leave = () => {
        end()
        reject(busy())
      }
      const go = () => {
        end()
        resolve(begin())
      }
      // At once, so that no turn is given to one that has left.
      const end = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', leave)
        waiting.delete(go)
      }
      const timer = setTimeout(leave, waitMs)
      signal.addEventListener('abort', leave)
      waiting.add(go)
    })
  return async (signal, work) => {
    const turn = begun.size < parallel ? begin() : await wait(signal)
    try {
      return await work()
    } finally {
      begun.delete(turn)
      const [next] = waiting
      next?.()
    }
  }
}
