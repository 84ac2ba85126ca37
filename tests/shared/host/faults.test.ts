import { expect, test } from 'vitest'
import { PUT_OFF_MS_MAX, PutOff, waitMsOf } from '#shared/host/faults.ts'

test.each([
  [-1e18, 1_000],
  [1_000_000, 1_000],
  [1_000_500.2, 1_000],
  [1_012_345.2, 12_346],
  [Number.NaN, 60_000],
  [Number.POSITIVE_INFINITY, PUT_OFF_MS_MAX],
  [1_000_000 + 366 * 86_400_000, PUT_OFF_MS_MAX],
])('a job put off until %d waits %d ms from 1,000,000 on', (untilMs, waitMs) => {
  expect(waitMsOf(new PutOff(untilMs, 'not its turn').untilMs, 1_000_000)).toBe(waitMs)
})
