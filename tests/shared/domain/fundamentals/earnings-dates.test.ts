import { describe, expect, test } from 'vitest'
import {
  earningsDays,
  earningsDistance,
  nextEarnings,
  type EarningsNotice,
} from '#shared/domain/fundamentals/earnings-dates.ts'

const notice = (at: string, basis: EarningsNotice['basis'] = 'results'): EarningsNotice => ({
  accessionNumber: at,
  basis,
  announcedAt: new Date(at),
  isSure: true,
})
const days = (...at: string[]) => at.map((each) => new Date(each))

describe('days of results', () => {
  test('are the first telling of each quarter', () => {
    expect(
      earningsDays([
        notice('2025-11-20T14:00:00Z', 'report'),
        notice('2025-08-27T20:22:14Z'),
        notice('2025-08-27T20:52:07Z', 'report'),
        notice('2025-11-01T20:20:00Z'),
      ]).map((day) => day.toISOString()),
    ).toEqual(['2025-08-27T20:22:14.000Z', '2025-11-01T20:20:00.000Z'])
  })

  test('are of New York: an evening of results is no next day', () => {
    expect(nextEarnings(days('2025-08-28T01:00:00Z'), '2025-09-01')?.date).toBe('2025-11-26')
  })
})

describe('the next day of results', () => {
  const year = days(
    '2025-02-26T21:30:00Z',
    '2025-05-28T20:21:30Z',
    '2025-08-27T20:22:14Z',
    '2025-11-19T21:20:44Z',
  )
  test('is an estimate: the weekday of the same quarter last year', () => {
    expect(nextEarnings(year, '2025-12-01')).toEqual({
      date: '2026-02-25',
      isEstimate: true,
      from: 'same_quarter_last_year',
    })
  })

  test('is a quarter after the last where no year is known', () => {
    expect(nextEarnings(year.slice(2), '2025-12-01')).toEqual({
      date: '2026-02-18',
      isEstimate: true,
      from: 'last_quarter',
    })
  })

  test('that has passed unseen is expected any day, and no more after a month', () => {
    expect(nextEarnings(year, '2026-03-02')?.date).toBe('2026-03-03')
    expect(nextEarnings(year, '2026-05-01')).toBeUndefined()
    expect(nextEarnings([], '2026-05-01')).toBeUndefined()
  })
})

describe('the distance from results', () => {
  // Told on 2024-05-22 after the close; due on 2024-08-21, a quarter later.
  const told = days('2024-05-22T20:20:00Z')
  test.each([
    ['2024-05-22', 0, null],
    ['2024-05-23', 1, null],
    ['2024-05-24', 2, null],
    ['2024-05-28', 3, null],
    ['2024-08-06', null, null],
    ['2024-08-07', null, 10],
    ['2024-08-16', null, 3],
    ['2024-08-19', null, 2],
    ['2024-08-21', null, 0],
    // Due and not told they may come all week, and then no more.
    ['2024-08-28', null, 0],
    ['2024-08-29', null, null],
  ])('on %s: %s sessions since, %s until', (on, since, until) => {
    expect(earningsDistance(told, on)).toEqual({ since, until })
  })
  test('is not known where none were told', () => {
    expect(earningsDistance([], '2024-05-22')).toBeNull()
  })
})
