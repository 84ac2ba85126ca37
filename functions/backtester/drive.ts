/** Drives steps of computing without holding up the process: others get their turn, and progress is told. */

import { setImmediate as breathe } from 'node:timers/promises'
import type { Steps } from '#shared/domain/backtest/steps.ts'

/** Milliseconds of real time. */
export type Drive = {
  /** After so long of computing others get their turn: probes, signals. */
  breathMs: number
  /** So often it is told how far it is, and heard whether to go on. */
  tellMs: number
  /** After so long it is given up: well before the delivery is. */
  mostMs: number
}

export const driveDefaults: Drive = { breathMs: 50, tellMs: 1_000, mostMs: 480_000 }

type Driven<T> = { outcome: 'done'; value: T } | { outcome: 'ended' | 'too_long' }

/**
 * `tell` hears how many steps are done and how many seconds it took; false ends it.
 *
 * @throws what `signal` aborts with: then the host stops, and the work begins anew elsewhere.
 */
export async function drive<T>(
  steps: Steps<T>,
  { breathMs, tellMs, mostMs }: Drive,
  { began, signal, tell }: Driver,
): Promise<Driven<T>> {
  const from = performance.now()
  let [done, breathed, told] = [0, from, from]
  for (;;) {
    const { done: isOver, value } = steps.next()
    if (isOver) return { outcome: 'done', value }
    done += 1
    if (performance.now() - breathed < breathMs) continue
    await breathe()
    signal.throwIfAborted()
    breathed = performance.now()
    if (breathed - began > mostMs) return { outcome: 'too_long' }
    if (breathed - told < tellMs) continue
    if (!(await tell(done, (breathed - from) / 1_000))) return { outcome: 'ended' }
    told = performance.now()
  }
}

type Driver = {
  /** When the delivery began, of `performance.now()`. */
  began: number
  signal: AbortSignal
  tell(steps: number, seconds: number): Promise<boolean>
}
