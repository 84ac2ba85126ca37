/** Over a split no reader of prices sees a crash, whenever it came to be known. */

import { describe, expect, it } from 'vitest'
import type { NewBar } from '#shared/domain/market/bar.ts'
import { newYorkInstant, sessionOf, shiftDate } from '#shared/domain/market/calendar.ts'
import { marketOf } from '#shared/domain/signal/market.ts'
import { correlation } from '#shared/domain/trading/correlation.ts'
import { rangeOf } from '#shared/domain/trading/stops.ts'
import { deriveId } from '#shared/host/ids.ts'
import { readBarsBefore, readMovesBefore, readTotalReturns } from '#shared/sql/market/bars.ts'
import { readLastCloses } from '#shared/sql/market/last-closes.ts'
import { saveActions, withdrawActions } from '#shared/sql/market/save-actions.ts'
import { saveBars } from '#shared/sql/market/save-bars.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_functions')
const sourceId = deriveId('source', 'test')
const EX = '2022-07-18'

/** Sessions around the split: 110 before it, the day itself and five after. */
const dates: string[] = []
for (let date = shiftDate(EX, -1); dates.length < 110; date = shiftDate(date, -1))
  if (sessionOf(date)) dates.unshift(date)
for (let date = EX; dates.length < 116; date = shiftDate(date, 1))
  if (sessionOf(date)) dates.push(date)

/** What the price would be without any split: a calm walk that never moves by more than two percent. */
const calm = (place: number) => 100 * (1 + 0.01 * Math.sin(place * 1.7))

/** A ticker whose price is multiplied by `factor` before the split, and its shares divided by it. */
async function trade(ticker: string, factor: number): Promise<void> {
  for (const [place, date] of dates.entries()) {
    const times = date < EX ? factor : 1
    const price = (share: number) => (calm(place) * share * times).toFixed(6)
    const bar: NewBar = {
      ticker,
      sessionDate: date,
      open: price(1),
      high: price(1.004),
      low: price(0.996),
      close: price(1),
      volume: (1_000_000 / times).toFixed(4),
      vwap: null,
    }
    await sql.begin((tx) =>
      saveBars(tx, [bar], { sourceId, rawKey: null, fetchedAt: evening(date) }),
    )
  }
}

const evening = (date: string) => newYorkInstant(date, '18:00')
const morning = (date: string) => newYorkInstant(date, '09:00')

function learn(ticker: string, [ratioFrom, ratioTo]: [string, string], now: Date) {
  const split = { kind: 'split', ticker, exDate: EX, ratioFrom, ratioTo } as const
  return own.begin((tx) => saveActions(tx, [split], { sourceId, now }))
}

/** Every reader of daily prices, as numbers in which a crash would show. */
async function readAll(ticker: string, asOf: Date) {
  const bars = await readBarsBefore(own, ticker, 101, asOf)
  const calmBars = await readBarsBefore(own, 'CALM', 101, asOf)
  const moves = await readMovesBefore(own, ticker, 101, asOf)
  const total = await readTotalReturns(own, ticker, 101, asOf)
  const step = (closes: readonly number[]) =>
    Math.max(...closes.slice(1).map((close, at) => Math.abs(close / closes[at]! - 1)))
  return {
    stepMax: step(bars.map(({ close }) => Number(close))),
    totalStepMax: step(total.map(({ close }) => Number(close))),
    atrShare: Number(rangeOf(bars)) / Number(bars.at(-1)?.close),
    correlation: correlation(bars, calmBars),
    market: marketOf(moves),
    change: (await readLastCloses(own, [ticker], asOf)).get(ticker)?.changePct,
  }
}

await trade('CALM', 1)

const SPLITS = [
  { name: '20:1', factor: 20, ratio: ['1', '20'] },
  { name: 'reverse 1:10', factor: 0.1, ratio: ['10', '1'] },
] as const

describe.each(SPLITS)('a $name split', ({ name, factor, ratio }) => {
  it('known beforehand, looks like no crash before, on and after its day', async () => {
    const ticker = `KNOWN${factor === 20 ? 'A' : 'B'}`
    await trade(ticker, factor)
    await learn(ticker, [...ratio], evening(shiftDate(EX, -20)))
    for (const asOf of [
      evening('2022-07-15'),
      morning(EX),
      evening(EX),
      morning('2022-07-19'),
      evening('2022-07-22'),
    ]) {
      const read = await readAll(ticker, new Date(asOf.getTime() + 1))
      const usual = await readAll('CALM', new Date(asOf.getTime() + 1))
      expect(read.stepMax, `${name} ${asOf.toISOString()}`).toBeCloseTo(usual.stepMax, 4)
      expect(read.totalStepMax).toBeCloseTo(usual.totalStepMax, 4)
      expect(read.atrShare).toBeCloseTo(usual.atrShare, 4)
      expect(read.correlation).toBeCloseTo(1, 3)
      expect(read.market.volatilityRatio).toBeCloseTo(usual.market.volatilityRatio, 3)
      expect(read.market.volumeChange).toBeCloseTo(0, 3)
      expect(read.change).toBeCloseTo(usual.change!, 4)
    }
  })

  it('is not in the price the evening before, and in all of it the morning of its day', async () => {
    const ticker = `DAY${factor === 20 ? 'A' : 'B'}`
    await trade(ticker, factor)
    await learn(ticker, [...ratio], evening(shiftDate(EX, -20)))
    const last = async (asOf: Date) =>
      Number((await readBarsBefore(own, ticker, 1, asOf))[0]!.close)
    const place = dates.indexOf('2022-07-14')
    expect(await last(evening('2022-07-15'))).toBeCloseTo(calm(place) * factor, 4)
    expect(await last(morning(EX))).toBeCloseTo(calm(place + 1), 4)
  })

  it('learnt a day late, is read as a gap until then and corrected from then on', async () => {
    const ticker = `LATE${factor === 20 ? 'A' : 'B'}`
    await trade(ticker, factor)
    const learntAt = evening('2022-07-19')
    await learn(ticker, [...ratio], learntAt)
    expect((await readAll(ticker, learntAt)).stepMax).toBeGreaterThan(0.8)
    const after = await readAll(ticker, new Date(learntAt.getTime() + 1))
    expect(after.stepMax).toBeLessThan(0.03)
    // What was decided then can still be read as it was.
    expect((await readAll(ticker, learntAt)).stepMax).toBeGreaterThan(0.8)
  })
})

describe('an action', () => {
  const known = evening('2022-06-01')
  const split = { kind: 'split', ticker: 'ACT', exDate: EX, ratioFrom: '1', ratioTo: '20' } as const

  it('that is told again is kept once, and by another source as well', async () => {
    expect(await own.begin((tx) => saveActions(tx, [split, split], { sourceId, now: known }))).toBe(
      1,
    )
    const other = { sourceId: deriveId('source', 'other'), now: evening('2022-06-02') }
    expect(await own.begin((tx) => saveActions(tx, [split], other))).toBe(0)
  })

  it('with another ratio takes the place of the old one from then on', async () => {
    const now = evening('2022-06-03')
    const other = { ...split, ratioTo: '10' }
    expect(await own.begin((tx) => saveActions(tx, [other], { sourceId, now }))).toBe(1)
    const rows = await sql`
      select ratio_to, replaced_at from corporate_actions where ticker = 'ACT' order by known_at`
    expect(rows).toEqual([
      { ratioTo: '20', replacedAt: now },
      { ratioTo: '10', replacedAt: null },
    ])
  })

  it('that its source tells no more is closed, and others are left alone', async () => {
    const kept = { ...split, ticker: 'KEPT' }
    await own.begin((tx) => saveActions(tx, [kept], { sourceId, now: known }))
    const span = { kind: 'split', ticker: '', from: '2022-07-01' } as const
    const at = (day: string) => ({ sourceId, now: evening(day) })
    await own.begin((tx) =>
      withdrawActions(tx, { ...span, from: '2022-08-01' }, [], at('2022-06-04')),
    )
    await own.begin((tx) =>
      withdrawActions(tx, { ...span, kind: 'dividend' }, [], at('2022-06-04')),
    )
    await own.begin((tx) => withdrawActions(tx, span, [kept], at('2022-06-05')))
    const open = await sql`
      select ticker from corporate_actions where ticker in ('ACT', 'KEPT') and replaced_at is null`
    expect(open).toEqual([{ ticker: 'KEPT' }])
  })
})
