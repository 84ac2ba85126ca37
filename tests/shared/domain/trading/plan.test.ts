import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { nextSession, sessionAt } from '#shared/domain/market/calendar.ts'
import { isYoung, youngSince } from '#shared/domain/trading/plan.ts'

const at = (text: string) => new Date(text)

describe('isYoung', () => {
  test.each([
    // A Monday in session: two hours by the clock.
    ['2024-06-03T15:00:00Z', '2024-06-03T17:00:00Z', true],
    ['2024-06-03T15:00:00Z', '2024-06-03T17:00:00.001Z', false],
    ['2024-06-03T15:00:00Z', '2024-06-03T14:59:59.999Z', false],
    // Said on a Friday at 17:00 in New York, at a Monday's open, two hours on, and after.
    ['2019-08-16T21:00:00Z', '2019-08-19T13:30:00Z', true],
    ['2019-08-16T21:00:00Z', '2019-08-19T15:30:00Z', true],
    ['2019-08-16T21:00:00Z', '2019-08-19T15:30:00.001Z', false],
    // Over a night, before an open, and half an hour before a close.
    ['2019-08-19T22:30:00Z', '2019-08-20T15:30:00Z', true],
    ['2024-06-03T12:00:00Z', '2024-06-03T15:30:00Z', true],
    ['2024-06-03T19:30:00Z', '2024-06-04T15:00:00Z', true],
    ['2024-06-03T19:30:00Z', '2024-06-04T15:00:01Z', false],
    // In the last five minutes, in which nothing is entered.
    ['2024-06-03T19:56:00Z', '2024-06-04T13:35:00Z', true],
    // Over Thanksgiving, and over the half day that follows it.
    ['2024-11-27T22:00:00Z', '2024-11-29T16:30:00Z', true],
    ['2024-11-27T22:00:00Z', '2024-11-29T16:30:01Z', false],
    ['2024-11-29T18:30:00Z', '2024-12-02T16:30:00Z', true],
    // Over the night in which the clocks change.
    ['2024-03-08T22:00:00Z', '2024-03-11T15:30:00Z', true],
    ['2024-03-08T22:00:00Z', '2024-03-11T15:30:01Z', false],
  ])('said %s is young at %s: %s', (saidAt, now, isIt) => {
    expect(isYoung(at(saidAt), at(now))).toBe(isIt)
  })

  const moment = fc
    .integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2034, 0, 1) })
    .map((ms) => new Date(ms))

  property.prop([moment])(
    'whatever is said meets the next session, and its first two hours',
    (said) => {
      if (sessionAt(said)) return
      const { opensAt } = nextSession(said)
      expect(isYoung(said, opensAt)).toBe(true)
      expect(isYoung(said, new Date(opensAt.getTime() + 2 * 3_600_000))).toBe(true)
      expect(isYoung(said, new Date(opensAt.getTime() + 2 * 3_600_000 + 1))).toBe(false)
    },
  )

  property.prop([moment, fc.nat({ max: 7 * 86_400_000 })])(
    'what is young stays so until it is not, and never by less than two hours of the clock',
    (now, ahead) => {
      const later = new Date(now.getTime() + ahead)
      expect(youngSince(later).getTime()).toBeGreaterThanOrEqual(youngSince(now).getTime())
      expect(now.getTime() - youngSince(now).getTime()).toBeGreaterThanOrEqual(2 * 3_600_000)
    },
  )
})
