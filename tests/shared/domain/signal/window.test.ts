import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { WINDOWS } from '#shared/contracts/sets.ts'
import { hoursBetween, inWindow, windowHours, windowStart } from '#shared/domain/signal/window.ts'
import { asOf, hoursAgo } from './any-signal.ts'

test('the windows span 12 hours, 1, 7, 30 and 90 days', () => {
  expect(WINDOWS.map((window) => windowHours[window])).toEqual([12, 24, 168, 720, 2160])
})

test.each(WINDOWS)('window %s holds its end and not its start', (window) => {
  expect(inWindow(asOf, window, asOf)).toBe(true)
  expect(inWindow(windowStart(window, asOf), window, asOf)).toBe(false)
  expect(inWindow(new Date(windowStart(window, asOf).getTime() + 1), window, asOf)).toBe(true)
  expect(inWindow(new Date(asOf.getTime() + 1), window, asOf)).toBe(false)
})

property.prop([fc.integer({ min: 0, max: 3000 })])(
  'a longer window holds what a shorter one holds',
  (hours) => {
    const held = WINDOWS.map((window) => inWindow(hoursAgo(hours), window, asOf))
    expect(held).toEqual([...held].sort((one, other) => Number(one) - Number(other)))
    expect(hoursBetween(hoursAgo(hours), asOf)).toBe(hours)
    expect(hoursBetween(asOf, hoursAgo(hours))).toBe(0)
  },
)
