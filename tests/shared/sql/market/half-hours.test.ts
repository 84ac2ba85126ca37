/** Half hours, hours and four hours made of stored minutes, on days that are not like others. */

import { beforeEach, describe, expect, test } from 'vitest'
import type { NewMinuteBar } from '#shared/domain/market/bar.ts'
import { minuteOn } from '#shared/domain/market/read-bar.ts'
import { newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import { shortFrames } from '#shared/domain/technical/short-frames.ts'
import { deriveId } from '#shared/host/ids.ts'
import { readHalfHours } from '#shared/sql/market/half-hours.ts'
import { saveMinuteBars } from '#shared/sql/market/save-minutes.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_functions')
const TICKER = 'AAPL'

beforeEach(async () => {
  await sql`truncate minute_bars, corporate_actions, split_suspicions`
})

type Told = { from: string; until: string; price?: (minute: number) => number; volume?: number }

/** Every minute of [from, until), UTC, as a vendor tells them; a price a minute. */
async function tell({ from, until, price = () => 100, volume = 10 }: Told): Promise<void> {
  const minutes: NewMinuteBar[] = []
  for (let at = Date.parse(from), count = 0; at < Date.parse(until); at += 60_000, count += 1) {
    const minute = minuteOn(at)
    if (!minute) throw new RangeError(`expected a minute that is traded in, found ${from}`)
    const { session, startsAt, isExtended } = minute
    const [open, high, low, close] = [0, 1, -1, 0].map((by) => String(price(count) + by)) as [
      string,
      string,
      string,
      string,
    ]
    minutes.push({
      ticker: TICKER,
      sessionDate: session.date,
      startsAt,
      isExtended,
      open,
      high,
      low,
      close,
      volume: String(volume),
      vwap: null,
    })
  }
  await own.begin((tx) =>
    saveMinuteBars(tx, minutes, {
      sourceId: deriveId('source', 'minutes'),
      fetchedAt: new Date(until),
      vendor: 'polygon',
    }),
  )
}

/** As they are known the morning after that day. */
const readAfter = (date: string) =>
  readHalfHours(own, TICKER, newYorkInstant(shiftDate(date, 1), '05:00'))
const places = (halves: Awaited<ReturnType<typeof readAfter>>) =>
  halves.map(({ date, slot }) => `${date} ${slot}`)
const upTo = (date: string, count: number) =>
  Array.from({ length: count }, (_, slot) => `${date} ${slot}`)

test('the day after Thanksgiving has seven half hours, four hours and one of four hours', async () => {
  // Closed on the 22nd; on the 23rd from 09:30 to 13:00, and until 17:00 after hours.
  await tell({ from: '2018-11-21T14:30Z', until: '2018-11-21T21:00Z' })
  await tell({ from: '2018-11-23T14:30Z', until: '2018-11-23T18:00Z', price: (at) => 200 + at })
  await tell({ from: '2018-11-23T18:00Z', until: '2018-11-23T22:00Z', price: () => 900 })
  const halves = await readAfter('2018-11-23')
  expect(places(halves)).toEqual([...upTo('2018-11-21', 13), ...upTo('2018-11-23', 7)])
  const { M30, H1, H4 } = shortFrames(halves)
  expect([M30, H1, H4].map((bars) => bars?.close.length)).toEqual([13 + 7, 7 + 4, 2 + 1])
  // The last hour is half of one, and nothing of after 13:00 is in it.
  expect([H1?.close.at(-1), H1?.high.at(-1), H1?.low.at(-1), H1?.volume.at(-1)]).toEqual([
    409, 410, 379, 300,
  ])
  expect([H4?.close.at(-1), H4?.high.at(-1), H4?.low.at(-1), H4?.volume.at(-1)]).toEqual([
    409, 410, 199, 2100,
  ])
})

test.each([
  // The clocks go back on Sunday the 4th, and forward on Sunday the 10th: 09:30 is another hour of UTC.
  ['2018-11-02', '13:30', '20:00', '2018-11-05', '14:30', '21:00'],
  ['2019-03-08', '14:30', '21:00', '2019-03-11', '13:30', '20:00'],
])(
  'where the clocks change between %s and its Monday both days begin at their open',
  async (friday, opens, closes, monday, opensThen, closesThen) => {
    await tell({ from: `${friday}T${opens}Z`, until: `${friday}T${closes}Z` })
    await tell({ from: `${monday}T${opensThen}Z`, until: `${monday}T${closesThen}Z` })
    const halves = await readAfter(monday)
    expect(places(halves)).toEqual([...upTo(friday, 13), ...upTo(monday, 13)])
    expect(halves.every(({ volume }) => volume === 300)).toBe(true)
    const { H1, H4 } = shortFrames(halves)
    expect([H1?.close.length, H4?.close.length]).toEqual([14, 4])
  },
)

describe('a split between two days of minutes', () => {
  const before = { from: '2019-06-03T13:30Z', until: '2019-06-03T20:00Z', price: () => 400 }
  const after = { from: '2019-06-04T13:30Z', until: '2019-06-04T20:00Z', price: () => 101 }
  const split = (knownAt: Date) => sql`
    insert into corporate_actions (action_id, ticker, kind, ex_date, ratio_from, ratio_to, known_at)
    values (${deriveId('test', 'split')}, ${TICKER}, 'split', '2019-06-04', 1, 4, ${knownAt})`

  test('leaves no step in prices and volumes, on any length', async () => {
    await tell(before)
    await tell({ ...after, volume: 40 })
    await split(newYorkInstant('2019-06-01', '12:00'))
    const halves = await readAfter('2019-06-04')
    expect(halves[12]).toMatchObject({ high: 100.25, low: 99.75, close: 100, volume: 1200 })
    expect(halves[13]).toMatchObject({ high: 102, low: 100, close: 101, volume: 1200 })
    const { H4 } = shortFrames(halves)
    expect([...H4!.close]).toEqual([100, 100, 101, 101])
    expect([...H4!.volume]).toEqual([9600, 6000, 9600, 6000])
  })

  test('that nobody knew of yet is not made up', async () => {
    await tell(before)
    await tell(after)
    await split(newYorkInstant('2019-06-05', '12:00'))
    expect((await readAfter('2019-06-04')).map(({ close }) => close)).toEqual([
      ...Array.from({ length: 13 }, () => 400),
      ...Array.from({ length: 13 }, () => 101),
    ])
  })

  test('that only looks like one cuts off what lies before it', async () => {
    await tell(before)
    await tell(after)
    await sql`insert into split_suspicions (ticker, session_date, previous_close, open, flagged_at)
      values (${TICKER}, '2019-06-04', 400, 100, ${newYorkInstant('2019-06-04', '18:00')})`
    expect(places(await readAfter('2019-06-04'))).toEqual(upTo('2019-06-04', 13))
  })
})

describe('minutes that are missing', () => {
  const DAY = '2019-06-04'

  test('within a half hour leave it shorter, with the prices of the others', async () => {
    await tell({ from: '2019-06-04T13:37Z', until: '2019-06-04T13:40Z', price: (at) => 50 + at })
    await tell({ from: '2019-06-04T13:55Z', until: '2019-06-04T13:56Z', price: () => 70 })
    expect(await readAfter(DAY)).toEqual([
      { date: DAY, slot: 0, high: 71, low: 49, close: 70, volume: 40 },
    ])
  })

  test('of whole half hours move nothing: what comes after keeps its hour', async () => {
    // 09:30 to 10:00 is missing, 11:30 to 13:30 is, and so is 15:30 to the close.
    await tell({ from: '2019-06-04T14:00Z', until: '2019-06-04T15:30Z', price: () => 60 })
    await tell({ from: '2019-06-04T17:30Z', until: '2019-06-04T19:30Z', price: () => 80 })
    const halves = await readAfter(DAY)
    expect(halves.map(({ slot }) => slot)).toEqual([1, 2, 3, 8, 9, 10, 11])
    const { H1, H4 } = shortFrames(halves)
    // Hours from 09:30 (half of one), 10:30, 13:30 and 14:30; four hours from 09:30 and 13:30.
    expect([...H1!.close]).toEqual([60, 60, 80, 80])
    expect([...H1!.volume]).toEqual([300, 600, 600, 600])
    expect([...H4!.close]).toEqual([60, 80])
    expect([...H4!.volume]).toEqual([900, 1200])
  })

  test('of a whole day leave that day out', async () => {
    await tell({ from: '2019-06-03T13:30Z', until: '2019-06-03T20:00Z' })
    await tell({ from: '2019-06-05T13:30Z', until: '2019-06-05T20:00Z' })
    expect(places(await readAfter('2019-06-05'))).toEqual([
      ...upTo('2019-06-03', 13),
      ...upTo('2019-06-05', 13),
    ])
  })

  test('because they came later are not known before', async () => {
    await tell({ from: '2019-06-04T13:30Z', until: '2019-06-04T20:00Z' })
    await sql`update minute_bars set fetched_at = ${newYorkInstant('2019-06-05', '09:00')}
      where starts_at >= '2019-06-04T14:00Z'`
    expect(places(await readAfter(DAY))).toEqual([`${DAY} 0`])
  })
})
