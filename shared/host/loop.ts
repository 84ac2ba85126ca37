/** A piece of work done again and again until it is told to stop, and sooner when woken. */

import type { Outage } from './outage.ts'

export type Loop = {
  wake(): void
  /** Resolves when the current turn is over. */
  stop(): Promise<void>
}

/**
 * Runs `turn` over and over, waiting as long as it says (or `failedMs` when it failed).
 *
 * One turn at a time. A wake during a turn is not lost: another turn follows at once. `outage` is
 * told how each turn went.
 */
export function startLoop(turn: () => Promise<number>, failedMs: number, outage: Outage): Loop {
  let stopped = false
  let woken = false
  let rouse: () => void = () => undefined
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      if (woken || stopped || ms <= 0) return resolve()
      const timer = setTimeout(resolve, ms)
      rouse = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const run = async () => {
    while (!stopped) {
      woken = false
      let ms = failedMs
      try {
        ms = await turn()
        outage.over()
      } catch (fault) {
        outage.met(fault)
        // A wake must not turn an outage into a spin.
        woken = false
      }
      await pause(ms)
    }
  }
  const done = run()
  return {
    wake() {
      woken = true
      rouse()
    },
    async stop() {
      stopped = true
      rouse()
      await done
    },
  }
}
