import { describe, expect, test } from 'vitest'
import {
  acceptanceReadings,
  likeliestAcceptance,
  wallInstant,
} from '#shared/domain/document/filing-time.ts'

const iso = (at: Date | undefined) => at?.toISOString()
const likeliest = (text: string, filingDate: string, now: string) =>
  iso(likeliestAcceptance(acceptanceReadings(text), { filingDate, now: new Date(now) }))

describe('a time of acceptance with a Z behind it', () => {
  test.each([
    // text, filing date, asked at, what it must mean
    ['2025-08-27T20:22:14.000Z', '2025-08-27', '2025-08-27T20:30:00Z', '2025-08-27T20:22:14.000Z'],
    ['2025-08-27T20:22:14.000Z', '2025-08-27', '2025-08-29T00:00:00Z', '2025-08-27T20:22:14.000Z'],
    ['2026-01-29T16:30:33.000Z', '2026-01-29', '2026-01-30T00:00:00Z', '2026-01-29T21:30:33.000Z'],
    ['2025-06-30T22:35:29.000Z', '2025-07-01', '2025-07-02T00:00:00Z', '2025-06-30T22:35:29.000Z'],
    ['2025-06-30T22:35:29.000Z', '2025-07-01', '2025-07-09T00:00:00Z', '2025-06-30T22:35:29.000Z'],
    ['2025-07-08T21:18:13.000Z', '2025-07-09', '2025-07-10T00:00:00Z', '2025-07-09T01:18:13.000Z'],
    ['2026-01-23T22:01:33.000Z', '2026-01-23', '2026-01-30T00:00:00Z', '2026-01-23T22:01:33.000Z'],
    ['2026-02-25T16:31:25.000Z', '2026-02-25', '2026-02-26T00:00:00Z', '2026-02-25T21:31:25.000Z'],
    // A moment after it was made only the earlier reading can be true.
    ['2026-03-10T15:00:00.000Z', '2026-03-10', '2026-03-10T15:01:00Z', '2026-03-10T15:00:00.000Z'],
    // Friday evening, dated Monday; over a holiday too.
    ['2026-01-17T01:10:00.000Z', '2026-01-20', '2026-01-21T00:00:00Z', '2026-01-17T01:10:00.000Z'],
    // Sent before half past five, accepted a little after.
    ['2026-05-05T21:34:00Z', '2026-05-05', '2026-05-06T12:00:00Z', '2026-05-05T21:34:00.000Z'],
    // Nobody files at three in the night.
    ['2026-03-02T08:05:00.000Z', '', '2026-03-02T15:00:00Z', '2026-03-02T13:05:00.000Z'],
    // An offset says what it means.
    ['2026-03-02T08:05:00-05:00', '2026-03-02', '2026-03-02T15:00:00Z', '2026-03-02T13:05:00.000Z'],
    ['2026-03-02T08:05:00+0100', '', '2026-03-02T15:00:00Z', '2026-03-02T07:05:00.000Z'],
  ])('%s, filed as %s, means at %s %s', (text, filingDate, now, wanted) => {
    expect(likeliest(text, filingDate, now)).toBe(wanted)
  })

  test('means nothing yet while it lies ahead', () => {
    expect(likeliest('2026-03-02T13:05:00Z', '2026-03-02', '2026-03-02T13:04:59Z')).toBeUndefined()
  })

  test.each(['', 'yesterday', '0001-13-01T00:00:00Z', '2026-02-31', '20260302'])(
    'is none where it says "%s"',
    (text) => expect(acceptanceReadings(text)).toEqual([]),
  )
})

describe('New York wall time', () => {
  test.each([
    ['2026-03-06', '17:30:00', '2026-03-06T22:30:00.000Z'],
    ['2026-03-09', '17:30:00', '2026-03-09T21:30:00.000Z'],
    ['2025-10-31', '06:01:26', '2025-10-31T10:01:26.000Z'],
    ['2025-11-03', '06:01:26', '2025-11-03T11:01:26.000Z'],
    // Shown twice: the first. Skipped: as if it were not.
    ['2025-11-02', '01:30:00', '2025-11-02T05:30:00.000Z'],
    ['2026-03-08', '02:30:00', '2026-03-08T07:30:00.000Z'],
  ])('%s %s is %s', (date, time, wanted) => expect(iso(wallInstant(date, time))).toBe(wanted))

  test.each([
    ['2026-02-31', '10:00:00'],
    ['2026-13-01', '10:00:00'],
    ['2026-01-01', '24:30:00'],
  ])('%s %s is no time', (date, time) => expect(wallInstant(date, time)).toBeUndefined())
})
