/** Tells now and then how far a computation of steps is, and about how long it goes on. */

import type { Steps } from '#shared/domain/backtest/steps.ts'

const TELL_MS = 5_000
/** Steps between two looks at the clock. */
const LOOK_STEPS = 64

/** Drives computations one after the other that are `total` steps together; `say` hears a line every five seconds. */
export function openStepProgress(
  total: number,
  say: (line: string) => void,
  now: () => number = () => performance.now(),
): <T>(steps: Steps<T>) => T {
  const began = now()
  let [done, told] = [0, began]
  return (steps) => {
    for (;;) {
      const { done: isOver, value } = steps.next()
      if (isOver) return value
      done += 1
      if (done % LOOK_STEPS !== 0) continue
      const at = now()
      if (at - told < TELL_MS) continue
      told = at
      const left = Math.max(0, Math.ceil((((at - began) / done) * (total - done)) / 1_000))
      say(`  ${done} of ${total} sessions, about ${left} s left\n`)
    }
  }
}
