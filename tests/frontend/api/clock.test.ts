/** Goal: one clock for the whole page. Method: timers by hand, and how many of them there are. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { businessNow, listenToClock, setClock } from '../../../frontend/src/api/clock.ts'
import type { Overview } from '#shared/contracts/api/overview.ts'

const clock = { now: '2026-03-02T15:00:00.000Z', mode: 'scaled', speed: 60 } as Overview['clock']

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())

test('it goes on at its own speed, by one timer however many look at it', () => {
  const heard = vi.fn()
  const ends = Array.from({ length: 300 }, () => listenToClock(() => heard()))
  setClock(clock, Date.now())
  expect(vi.getTimerCount()).toBe(1)
  heard.mockClear()
  vi.advanceTimersByTime(1_000)
  expect(businessNow()?.toISOString()).toBe('2026-03-02T15:01:00.000Z')
  expect(heard).toHaveBeenCalledTimes(300)
  for (const end of ends) end()
  expect(vi.getTimerCount()).toBe(0)
})

test('a stepped one stands until it is told', () => {
  setClock({ ...clock, mode: 'stepped' }, Date.now())
  const end = listenToClock(() => undefined)
  const before = businessNow()
  vi.advanceTimersByTime(5_000)
  // The same object: nobody who shows it is drawn anew.
  expect(businessNow()).toBe(before)
  expect(before?.toISOString()).toBe(clock.now)
  end()
})
