/** The page's one clock: business time as the server told it, carried on at its own speed. */

import type { Overview } from '#shared/contracts/api/overview.ts'

const TICK_MS = 1_000

type Told = Overview['clock'] & { at: number }

let told: Told | undefined
let current: Date | undefined
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

/** Sets it by what was told at `at`, of the browser's own clock. */
export function setClock(clock: Overview['clock'], at: number): void {
  told = { ...clock, at }
  move()
}

/** Business time by the last tick; undefined until the server told it. */
export function businessNow(): Date | undefined {
  return current
}

/** Calls `heard` every second, by one timer for all, until what it returns is called. */
export function listenToClock(heard: () => void): () => void {
  listeners.add(heard)
  timer ??= setInterval(move, TICK_MS)
  return () => {
    listeners.delete(heard)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** All hear each second, for what keeps to real time; who shows business time sees that it stands. */
function move(): void {
  if (told) {
    const { now, mode, speed, at } = told
    const passed = mode === 'stepped' ? 0 : Math.max(0, Date.now() - at) * speed
    const next = Date.parse(now) + passed
    if (current?.getTime() !== next) current = new Date(next)
  }
  for (const heard of listeners) heard()
}
