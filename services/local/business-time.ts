/** Where business time starts, and how it goes on after a restart. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { writeAtomic } from './write-atomic.ts'

/** A simulated market opens on this Monday unless told otherwise. */
export const SIMULATED_FROM = '2026-03-02'
/** Two weeks of sessions. */
export const SIMULATED_TO = '2026-03-13'
const FIRST_LOOK = '09:20'
const SAVE_MS = 2_000

/** A clock that starts ten minutes before the opening bell, or where this state left off. */
export function startScaledClock(state: string, from: string, speed: number) {
  const file = join(state, 'clock.json')
  const start = existsSync(file)
    ? new Date(String(JSON.parse(readFileSync(file, 'utf8'))))
    : newYorkInstant(from, FIRST_LOOK)
  const realStart = Date.now()
  const now = () => new Date(start.getTime() + (Date.now() - realStart) * speed)
  const save = () => writeAtomic(file, JSON.stringify(now().toISOString()))
  const timer = setInterval(save, SAVE_MS)
  return {
    text: `scaled:${realStart}:${start.getTime()}:${speed}`,
    start,
    stop() {
      clearInterval(timer)
      save()
    },
  }
}

/** A clock that stands until `set` moves it. */
export function startSteppedClock(state: string, start: Date) {
  const file = join(state, 'clock')
  const set = (moment: Date) => writeAtomic(file, moment.toISOString())
  set(start)
  return { text: `stepped:${file}`, set }
}
