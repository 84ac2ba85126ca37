import { readFileSync } from 'node:fs'
import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import {
  newYorkDate,
  newYorkInstant,
  nextSession,
  previousSession,
  sessionAt,
  sessionOf,
  shiftDate,
} from '#shared/domain/market/calendar.ts'
import { calendarWarning } from '#shared/domain/market/calendar-end.ts'
import { beside } from '../../../helpers/beside.ts'

const RECORD = beside('data/oracles/calendar/xnys_1990_2023-01.csv')
const PROBES = beside('data/oracles/calendar/market_state_probes.jsonl')
const DST = beside('data/oracles/calendar/dst_transitions_new_york_2007_2037.json')

const moment = fc.date({
  min: new Date('1991-01-01T00:00:00Z'),
  max: new Date('2034-12-31T00:00:00Z'),
  noInvalidDate: true,
})

describe('sessionOf', () => {
  test.each([
    ['2024-01-01', undefined],
    ['2022-01-03', '21:00'], // New Year's Day on a Saturday is not made up for
    ['2021-12-31', '21:00'],
    ['2023-01-02', undefined], // … on a Sunday it is
    ['1997-01-20', '21:00'], // Martin Luther King day before 1998
    ['1998-01-19', undefined],
    ['2024-03-29', undefined], // Good Friday
    ['2021-06-18', '20:00'], // Juneteenth before 2022
    ['2022-06-20', undefined],
    ['2024-07-03', '17:00'],
    ['2025-07-03', '17:00'],
    ['2026-07-02', '20:00'], // 4 July on a Saturday: Friday off, no half day
    ['2026-07-03', undefined],
    ['2027-07-05', undefined],
    ['2024-11-29', '18:00'],
    ['2024-12-24', '18:00'],
    ['2027-12-24', undefined],
    ['2018-12-05', undefined],
    ['2025-01-09', undefined],
    ['2012-10-30', undefined],
    ['2024-06-01', undefined],
  ])('%s closes at %s UTC', (date, close) => {
    expect(sessionOf(date)?.closesAt.toISOString().slice(11, 16)).toBe(close)
  })

  test('refuses years it does not know', () => {
    expect(() => sessionOf('1989-12-29')).toThrow(RangeError)
    expect(() => sessionOf('2036-01-02')).toThrow(RangeError)
  })

  test.skipIf(RECORD.why)(`agrees with the record, day by day${RECORD.why}`, () => {
    const rows = readFileSync(RECORD.path, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(','))
    const record = new Map(
      rows.map(([day, open, close]) => [
        String(day).slice(0, 10),
        [new Date(String(open)).getTime(), new Date(String(close)).getTime()],
      ]),
    )
    const last = [...record.keys()].at(-1) ?? ''
    const mismatches: string[] = []
    for (let date = '1990-01-01'; date <= last; date = shiftDate(date, 1)) {
      const session = sessionOf(date)
      const ours = session ? [session.opensAt.getTime(), session.closesAt.getTime()] : undefined
      if (String(ours) !== String(record.get(date))) mismatches.push(date)
    }
    expect(record.size).toBe(8324)
    expect(mismatches).toEqual([])
  })
})

describe('sessionAt, nextSession, previousSession', () => {
  test('a session is open at its first instant and closed at its last', () => {
    const session = sessionOf('2024-11-29')
    if (!session) throw new Error('no session')
    expect(sessionAt(session.opensAt)).toEqual(session)
    expect(sessionAt(new Date(session.opensAt.getTime() - 1))).toBeUndefined()
    expect(sessionAt(new Date(session.closesAt.getTime() - 1))).toEqual(session)
    expect(sessionAt(session.closesAt)).toBeUndefined()
    expect(previousSession(session.closesAt)).toEqual(session)
    expect(nextSession(session.opensAt).date).toBe('2024-12-02')
  })

  property.prop([moment], { numRuns: 300 })(
    'next follows, previous precedes, nothing between',
    (at) => {
      const [next, previous] = [nextSession(at), previousSession(at)]
      expect(next.opensAt.getTime()).toBeGreaterThan(at.getTime())
      expect(previous.closesAt.getTime()).toBeLessThanOrEqual(at.getTime())
      const between = []
      for (let date = shiftDate(previous.date, 1); date < next.date; date = shiftDate(date, 1)) {
        if (sessionOf(date)) between.push(date)
      }
      expect(between).toEqual(sessionAt(at) ? [newYorkDate(at)] : [])
    },
  )

  test.skipIf(PROBES.why)(`agrees with probes of the market's state${PROBES.why}`, () => {
    const wrong = readFileSync(PROBES.path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { t: string; session_open: boolean; next_open: string })
      .filter(({ t, session_open, next_open }) => {
        const at = new Date(t)
        return (
          (sessionAt(at) !== undefined) !== session_open ||
          nextSession(at).opensAt.getTime() !== new Date(next_open).getTime()
        )
      })
    expect(wrong).toEqual([])
  })
})

describe('newYorkInstant', () => {
  property.prop([moment], { numRuns: 500 })(
    'turns a New York date and time back into its instant',
    (at) => {
      const whole = new Date(Math.floor(at.getTime() / 1000) * 1000)
      const time = new Intl.DateTimeFormat('en-GB', {
        timeZone: 'America/New_York',
        timeStyle: 'medium',
        hourCycle: 'h23',
      }).format(whole)
      const back = newYorkInstant(newYorkDate(whole), time)
      // The hour shown twice in autumn has two instants.
      expect([0, 3_600_000]).toContain(whole.getTime() - back.getTime())
    },
  )

  test('reads a skipped hour forward and a doubled hour first', () => {
    expect(newYorkInstant('2024-03-10', '02:30').toISOString()).toBe('2024-03-10T07:30:00.000Z')
    expect(newYorkInstant('2024-11-03', '01:30').toISOString()).toBe('2024-11-03T05:30:00.000Z')
    expect(() => newYorkInstant('2024-13-01', '09:30')).toThrow(RangeError)
  })

  test.skipIf(DST.why)(`changes its offset when daylight saving does${DST.why}`, () => {
    const changes = JSON.parse(readFileSync(DST.path, 'utf8')) as {
      utc: string
      offset_after_h: number
    }[]
    for (const { utc, offset_after_h } of changes) {
      const date = utc.slice(0, 10)
      const noon = newYorkInstant(date, '12:00')
      expect(noon.getTime() - Date.parse(`${date}T12:00:00Z`)).toBe(-offset_after_h * 3_600_000)
      const before = newYorkInstant(shiftDate(date, -1), '12:00')
      expect(noon.getTime() - before.getTime()).not.toBe(86_400_000)
    }
    expect(changes.length).toBeGreaterThan(50)
  })
})

/** From the exchange's notices and its rule: closed days, and days that close at 13:00. */
const YEARS: readonly [year: number, closed: string, early: string][] = [
  [2028, '01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25', '07-03 11-24'],
  [2029, '01-01 01-15 02-19 03-30 05-28 06-19 07-04 09-03 11-22 12-25', '07-03 11-23 12-24'],
  [2030, '01-01 01-21 02-18 04-19 05-27 06-19 07-04 09-02 11-28 12-25', '07-03 11-29 12-24'],
  [2031, '01-01 01-20 02-17 04-11 05-26 06-19 07-04 09-01 11-27 12-25', '07-03 11-28 12-24'],
  [2032, '01-01 01-19 02-16 03-26 05-31 06-18 07-05 09-06 11-25 12-24', '11-26'],
  [2033, '01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26', '11-25'],
  [2034, '01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25', '07-03 11-24'],
  [2035, '01-01 01-15 02-19 03-23 05-28 06-19 07-04 09-03 11-22 12-25', '07-03 11-23 12-24'],
]

describe('years to come', () => {
  test.each(YEARS)(
    '%i is closed and half closed on the days of the table',
    (year, closed, early) => {
      const [shut, half]: [string[], string[]] = [[], []]
      for (let date = `${year}-01-01`; date.startsWith(`${year}`); date = shiftDate(date, 1)) {
        const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
        if (weekday === 0 || weekday === 6) continue
        const session = sessionOf(date)
        if (!session) shut.push(date.slice(5))
        else if (session.closesAt.getTime() - session.opensAt.getTime() < 6 * 3_600_000)
          half.push(date.slice(5))
      }
      expect([shut.join(' '), half.join(' ')]).toEqual([closed, early])
    },
  )

  test.each([
    ['2034-12-30T12:00:00Z', null],
    ['2035-01-02T12:00:00Z', /for 363 days more/],
    ['2035-12-31T12:00:00Z', /for 0 days more/],
    ['2036-02-01T12:00:00Z', /that is over/],
  ])('at %s people are told %s', (at, says) => {
    const warning = calendarWarning(new Date(at))
    if (says === null) expect(warning).toBeNull()
    else expect(warning).toMatch(says)
  })
})
