import { afterEach, describe, expect, test } from 'vitest'
import { readInstant, readMoment, readPublished } from '#shared/domain/document/text/instant.ts'

const zone = process.env['TZ']
afterEach(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

const TEN = '2019-05-01T10:00:00.000Z'
const MIDNIGHT = '2019-05-01T00:00:00.000Z'

describe.each(['UTC', 'Asia/Tokyo', 'America/New_York', 'Pacific/Kiritimati'])('in %s', (place) => {
  test.each([
    ['2019-05-01T10:00:00', TEN],
    ['2019-05-01T10:00', TEN],
    ['2019-05-01 10:00:00', TEN],
    ['Wed, 01 May 2019 10:00:00', TEN],
    ['Wed, 01 May 19 10:00:00', TEN],
    ['May 1, 2019 10:00 AM', TEN],
    ['Wed May 01 10:00:00 2019', TEN],
    ['05/01/2019 10:00', TEN],
    ['2019-05-01', MIDNIGHT],
    // Weeks and days of the year (ISO 8601).
    ['2019-W18-3', MIDNIGHT],
    ['2019W183', MIDNIGHT],
    ['2019-W18-3T10:00:00Z', TEN],
    ['2026-W10-1', '2026-03-02T00:00:00.000Z'],
    ['2020-W53-5', '2021-01-01T00:00:00.000Z'],
    ['2021-W01-1', '2021-01-04T00:00:00.000Z'],
    ['2019-121', MIDNIGHT],
    ['2019-121T10:00:00', TEN],
    ['May 1, 2019', MIDNIGHT],
    ['1 May 2019', MIDNIGHT],
    ['01-05-2019', '2019-01-05T00:00:00.000Z'],
    ['2019-05-01T10:00:00Z', TEN],
    ['2019-05-01T12:00:00+02:00', TEN],
    ['2019-05-01T12:00:00.000+0200', TEN],
    ['Wed, 01 May 2019 10:00:00 GMT', TEN],
    ['Wed, 01 May 2019 12:00:00 +0200', TEN],
    ['Wed, 01 May 2019 06:00:00 EDT', TEN],
    ['Wed May 01 2019 12:00:00 GMT+0200 (CEST)', TEN],
    ['Wed May 01 12:00:00 +0200 2019', TEN],
    // A time that the clocks of New York leap over.
    ['2019-03-10T02:30:00', '2019-03-10T02:30:00.000Z'],
    ['Wed, 01 May 2019 12:00:00 CEST', TEN],
    ['Wed, 01 May 2019 06:00 ET', TEN],
  ])('%s is %s', (text, instant) => {
    process.env['TZ'] = place
    expect(readInstant(text)?.toISOString()).toBe(instant)
  })

  test.each([
    '',
    'yesterday',
    '2019-13-40',
    '10:00',
    'in 2019 or so',
    '2026-W10',
    '2026-W54-1',
    '2026-W00-1',
    '2021-W53-5',
    '2019-366',
    '2026-Q1-10',
    'Week 10, 1 2026',
    'KW 10/1/2026',
    'v2026.3.5',
    'Quarter 1, 2/2026',
  ])('"%s" is no date', (text) => {
    process.env['TZ'] = place
    expect(readInstant(text)).toBeNull()
  })
})

describe('zones by name', () => {
  test.each([
    ['Wed, 25 Feb 2026 14:30:00 IST', '2026-02-25T09:00:00.000Z'],
    ['Thu, 26 Feb 2026 10:00:00 CET', '2026-02-26T09:00:00.000Z'],
    ['Tue, 24 Feb 2026 13:00:00 WET', '2026-02-24T13:00:00.000Z'],
    ['Fri, 27 Feb 2026 14:00:00 JST', '2026-02-27T05:00:00.000Z'],
    ['Fri, 27 Feb 2026 14:00:00 EET', '2026-02-27T12:00:00.000Z'],
    ['Mon, 06 Jul 2026 14:00:00 BST', '2026-07-06T13:00:00.000Z'],
    ['Mon, 06 Jul 2026 14:00:00 EEST', '2026-07-06T11:00:00.000Z'],
    ['Fri, 27 Feb 2026 14:00:00 AEST', '2026-02-27T04:00:00.000Z'],
    ['Fri, 27 Feb 2026 14:00:00 AEDT', '2026-02-27T03:00:00.000Z'],
    ['Fri, 27 Feb 2026 14:00:00 NZDT', '2026-02-27T01:00:00.000Z'],
    ['Fri, 27 Feb 2026 14:00:00 MEZ', '2026-02-27T13:00:00.000Z'],
    ['Fri, 27 Feb 2026 14:00:00 PST', '2026-02-27T22:00:00.000Z'],
    ['Fri, 27 Feb 2026 14:00:00 hkt', '2026-02-27T06:00:00.000Z'],
    ['Fri, 27 Feb 2026 14:00:00 (SAST)', '2026-02-27T12:00:00.000Z'],
    ['27 Feb 2026 14:00 UT', '2026-02-27T14:00:00.000Z'],
    ['27 Feb 2026 14:00 UTC+3', '2026-02-27T11:00:00.000Z'],
    ['27 Feb 2026 14:00 GMT-05:00', '2026-02-27T19:00:00.000Z'],
    ['27 Feb 2026 14:00 +5', '2026-02-27T09:00:00.000Z'],
    ['27 Feb 2026 14:00 -330', '2026-02-27T17:30:00.000Z'],
    ['27 Feb 2026 14:00 \u22120500', '2026-02-27T19:00:00.000Z'],
    ['27 Feb 2026 14:00 -0000', '2026-02-27T14:00:00.000Z'],
    ['27 Feb 2026 14:00 EST -0500', '2026-02-27T19:00:00.000Z'],
    ['2026-02-27T14:00 Europe/Paris', '2026-02-27T13:00:00.000Z'],
    ['Mon, 06 Jul 2026 06:00 PM PT', '2026-07-07T01:00:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(readMoment(text)).toMatchObject({ at: new Date(instant), hasZone: true })
  })

  test.each([
    ['Fri, 27 Feb 2026 14:00:00', 'Europe/Berlin', '2026-02-27T13:00:00.000Z'],
    ['Mon, 06 Jul 2026 14:00:00', 'Europe/Berlin', '2026-07-06T12:00:00.000Z'],
    ['2026-07-06', 'America/New_York', '2026-07-06T04:00:00.000Z'],
    ['27 Feb 2026 14:00:00 ZZZT', 'Asia/Kolkata', '2026-02-27T08:30:00.000Z'],
    // Shown twice: the first. Leapt over: as if it were not.
    ['2026-11-01T01:30:00', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['2026-03-08T02:30:00', 'America/New_York', '2026-03-08T07:30:00.000Z'],
    ['2026-10-04T02:30:00', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
  ])('%s in %s is %s', (text, place, instant) => {
    expect(readMoment(text, place)).toMatchObject({ at: new Date(instant), hasZone: false })
  })
})

describe('forms that feeds carry', () => {
  test.each([
    ['1772461800', '2026-03-02T14:30:00.000Z'],
    ['1772461800.25', '2026-03-02T14:30:00.250Z'],
    ['1772461800123', '2026-03-02T14:30:00.123Z'],
    ['946684800', '2000-01-01T00:00:00.000Z'],
    ['20260302T143000Z', '2026-03-02T14:30:00.000Z'],
    ['20260302143000', '2026-03-02T14:30:00.000Z'],
    ['20260302', '2026-03-02T00:00:00.000Z'],
    ['2026-03', '2026-03-01T00:00:00.000Z'],
    ['2026', '2026-01-01T00:00:00.000Z'],
    ['2026-03-02Z', '2026-03-02T00:00:00.000Z'],
    ['2026-03-02+05:30', '2026-03-01T18:30:00.000Z'],
    ['2026-03-02T14:30:00.123456789Z', '2026-03-02T14:30:00.123Z'],
    ['2026-03-02T14:30:00,5Z', '2026-03-02T14:30:00.500Z'],
    ['2026-03-02t14:30:00z', '2026-03-02T14:30:00.000Z'],
    ['2026-03-02T14:30:00 +0000', '2026-03-02T14:30:00.000Z'],
    ['2026-03-02 14:30:00 UTC', '2026-03-02T14:30:00.000Z'],
    ['2026/03/02 14:30', '2026-03-02T14:30:00.000Z'],
    ['2026-03-02T24:00:00Z', '2026-03-03T00:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['2024-02-29T10:00:00Z', '2024-02-29T10:00:00.000Z'],
    ['Mon, 2 Mar 26 14:30 GMT', '2026-03-02T14:30:00.000Z'],
    ['Mon, 2 Mar 98 14:30 GMT', '1998-03-02T14:30:00.000Z'],
    ['Mon,02 Mar 2026 14:30:00GMT', '2026-03-02T14:30:00.000Z'],
    ['  Mon,\n 02 Mar 2026\t14:30:00 GMT ', '2026-03-02T14:30:00.000Z'],
    ['Tue, 02 Mar 2026 14:30:00 GMT', '2026-03-02T14:30:00.000Z'],
    ['Monday, March 2, 2026 2:30 PM UTC', '2026-03-02T14:30:00.000Z'],
    ['March 2nd, 2026, 12:05 a.m.', '2026-03-02T00:05:00.000Z'],
    ['12:30 pm, 2 Sept. 2026', '2026-09-02T12:30:00.000Z'],
    ['02.03.2026 14:30', '2026-03-02T14:30:00.000Z'],
    ['25/02/2026 14:30', '2026-02-25T14:30:00.000Z'],
    ['Montag, 2. März 2026 14:30 Uhr', '2026-03-02T14:30:00.000Z'],
    ['mar., 3 févr. 2026 14:30:00 +0100', '2026-02-03T13:30:00.000Z'],
    ['1er août 2026', '2026-08-01T00:00:00.000Z'],
    ['mié, 25 feb 2026 14:30:00', '2026-02-25T14:30:00.000Z'],
    ['2 de marzo de 2026', '2026-03-02T00:00:00.000Z'],
    ['2 dicembre 2026', '2026-12-02T00:00:00.000Z'],
    ['2 maio 2026', '2026-05-02T00:00:00.000Z'],
    ['Вт, 3 мар 2026 14:30:00 +0300', '2026-03-03T11:30:00.000Z'],
    ['3 сентября 2026 14:30 МСК', '2026-09-03T11:30:00.000Z'],
    ['3 września 2026', '2026-09-03T00:00:00.000Z'],
    ['2004-július-13T9:15-05:00', '2004-07-13T14:15:00.000Z'],
    ['2026年3月2日 14:30', '2026-03-02T14:30:00.000Z'],
    ['2026년 03월 02일 오후 2:30:15', '2026-03-02T14:30:15.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(readInstant(text)?.toISOString()).toBe(instant)
  })

  test.each([
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00',
    '0000-00-00 00:00:00',
    '9999-12-31T23:59:59Z',
    '2026-02-29T10:00:00Z',
    'Sat, 31 Feb 2026 10:00:00 GMT',
    '31 September 2026',
    '2026-00-10',
    '2026-03-02T25:00:00Z',
    '2026-03-02T24:00:01Z',
    '2026-03-02T10:61:00Z',
    '2026-03-02T10:00:61Z',
    'null',
    'Invalid Date',
    '-1',
    '0',
    '1 May',
    '2 Mar 2026 '.repeat(40),
    '\0',
  ])('"%s" is no date', (text) => expect(readInstant(text)).toBeNull())

  test('any text is read or refused', () => {
    const marks = [
      '2026',
      '-',
      '31',
      'Feb',
      ':',
      '+',
      '99',
      'Z',
      ' ',
      '/',
      'EST',
      'т',
      '\ud800',
      '0',
    ]
    for (let one = 0; one < 4_000; one += 1) {
      const text = Array.from(
        { length: 9 },
        (_, at) => marks[(one * 7 + at * at * 13 + (one >> at)) % marks.length],
      ).join('')
      expect(Number.isNaN(readInstant(text)?.getTime()), text).toBe(false)
    }
  })
})

describe('a publishing date', () => {
  const now = new Date('2026-03-02T15:00:00Z')
  const rule = { now, firstFetchedAt: new Date('2026-02-20T15:00:00Z'), lookBackDays: 7 }

  test.each([
    ['2026-03-02T14:00:00Z', '2026-03-02T14:00:00.000Z', []],
    ['2026-02-13T15:00:00Z', '2026-02-13T15:00:00.000Z', []],
    ['2026-02-13T14:59:59Z', '2026-02-13T14:59:59.000Z', ['date_implausible']],
    ['2026-03-03T15:00:00Z', '2026-03-03T15:00:00.000Z', []],
    ['2026-03-03T15:00:01Z', '2026-03-03T15:00:01.000Z', ['date_implausible']],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z', ['date_implausible']],
    ['2026-03-02T14:00:00', '2026-03-02T14:00:00.000Z', ['zone_assumed']],
    ['2014-03-02', '2014-03-02T00:00:00.000Z', ['zone_assumed', 'date_implausible']],
    ['0000-01-01T00:00:00Z', '2026-03-02T15:00:00.000Z', ['undated']],
    ['', '2026-03-02T15:00:00.000Z', ['undated']],
  ])('"%s" is %s with %j', (text, at, flags) => {
    expect(readPublished(text, rule)).toMatchObject({ at: new Date(at), flags })
  })

  test('the publisher’s zone is told, not assumed', () => {
    expect(readPublished('2026-03-02 14:00', { ...rule, zone: 'Asia/Tokyo' })).toEqual({
      at: new Date('2026-03-02T05:00:00Z'),
      flags: [],
      hasHour: true,
    })
  })

  test('a source that is fetched for the first time looks back from now', () => {
    const first = { now, lookBackDays: 7 }
    expect(readPublished('2026-02-20T15:00:00Z', first).flags).toEqual(['date_implausible'])
    expect(readPublished('2026-02-24T15:00:00Z', first).flags).toEqual([])
  })
})
