/** The world's splits and dividends, and prices as they were traded before them. */

import { beforeEach, describe, expect, it } from 'vitest'
import { openPolygon } from '#shared/clients/polygon/client.ts'
import { readBars } from '#shared/clients/polygon/read-bars.ts'
import {
  isRefused,
  readDetailsOf,
  readDividend,
  readSplit,
} from '#shared/clients/polygon/read-reference.ts'
import { adjustBar, type Split } from '#shared/domain/market/adjust.ts'
import { shiftDate } from '#shared/domain/market/calendar.ts'
import { openWorld } from '../../../services/world/open.ts'
import { serveWorld } from '../../helpers/world.ts'

const world = await openWorld({ seed: 4, from: '2026-03-02', to: '2026-03-13' })
const { get, setNow, url } = await serveWorld(world)
const now = new Date('2026-03-10T18:00:00Z')
const signal = AbortSignal.timeout(20_000)
const polygon = openPolygon({ baseUrl: `${url}/polygon`, key: 'key' })
beforeEach(() => setNow(now))

const from = '2025-02-01'

async function splitsOf(ticker: string): Promise<Split[]> {
  const { pages, missing } = await polygon.splits({ ticker, from }, signal)
  expect(missing).toBe(null)
  return pages
    .flatMap(({ results }) => results.map(readSplit))
    .map((split) => {
      if (isRefused(split)) throw new Error(split.says)
      return { exDate: split.exDate, from: split.ratioFrom, to: split.ratioTo }
    })
}

describe('a split of the world', () => {
  it.each(['NUVQ', 'LNDR'])(
    'of %s is in the raw prices, and out of those read with it',
    async (ticker) => {
      const [split, ...others] = await splitsOf(ticker)
      expect(others).toEqual([])
      const span = { from: shiftDate(split!.exDate, -10), to: shiftDate(split!.exDate, 10) }
      const { pages } = await polygon.dailyBars({ ticker, ...span }, signal)
      const { bars, rejects } = readBars(
        pages.flatMap(({ results }) => results),
        () => ticker,
        now,
      )
      expect(rejects).toEqual([])
      const today = '2026-03-10'
      const read = bars.map((bar) =>
        adjustBar({ ...bar, carriedUntil: bar.sessionDate }, [split!], today),
      )
      const wanted = world.bars
        .get(ticker)!
        .filter(({ date }) => date >= span.from && date <= span.to)
      expect(read.map(({ close }) => Number(close))).toEqual(wanted.map(({ close }) => close))
      expect(read.map(({ volume }) => Number(volume))).toEqual(wanted.map(({ volume }) => volume))
      const raw = bars.map(({ close }) => Number(close))
      const steps = raw.slice(1).map((close, at) => close / raw[at]!)
      expect(Math.max(...steps, ...steps.map((step) => 1 / step))).toBeGreaterThan(3)
      // Asked for adjusted, they are as they are read.
      const path = `/polygon/v2/aggs/ticker/${ticker}/range/1/day/${span.from}/${span.to}`
      const { results } = (await (await get(`${path}?adjusted=true`)).json()) as {
        results: { c: number }[]
      }
      expect(results.map(({ c }) => c)).toEqual(wanted.map(({ close }) => close))
    },
  )

  it('is in minutes, in sessions of all and in Alpaca’s bars alike', async () => {
    const [{ exDate }] = (await splitsOf('NUVQ')) as [Split]
    const date = world.bars.get('NUVQ')!.findLast((bar) => bar.date < exDate)!.date
    const day = { ticker: 'NUVQ', from: date, to: date }
    const close = async (asked: ReturnType<typeof polygon.dailyBars>) =>
      ((await asked).pages[0]!.results.at(-1) as { c: number }).c
    const last = await close(polygon.dailyBars(day, signal))
    expect(await close(polygon.minuteBars({ ticker: 'NUVQ', date }, signal))).toBe(last)
    const all = (await polygon.groupedDaily(date, signal)).pages[0]!.results as {
      T: string
      c: number
    }[]
    expect(all.find(({ T }) => T === 'NUVQ')?.c).toBe(last)
    const alpaca = await get(
      `/alpaca-data/v2/stocks/bars?symbols=NUVQ&timeframe=1Day&start=${date}&end=${date}T12:00:00Z`,
      { 'apca-api-key-id': 'k', 'apca-api-secret-key': 's' },
    )
    const { bars } = (await alpaca.json()) as { bars: { NUVQ: { c: number }[] } }
    expect(bars.NUVQ[0]?.c).toBe(last)
  })
})

describe('reference data of the world', () => {
  it('comes page by page, and nothing before it was declared', async () => {
    const ask = async (query: string) =>
      (await (await get(`/polygon/v3/reference/dividends?${query}`)).json()) as {
        results: unknown[]
        next_url?: string
      }
    const first = await ask(`ex_dividend_date.gte=${from}&limit=4`)
    expect(first.results).toHaveLength(4)
    expect(first.next_url).toContain('cursor=4')
    const { pages, missing } = await polygon.dividends({ ticker: '', from }, signal)
    expect(missing).toBe(null)
    const dividends = pages.flatMap(({ results }) => results.map(readDividend))
    expect(dividends.length).toBeGreaterThan(10)
    for (const dividend of dividends) {
      if (isRefused(dividend)) throw new Error(dividend.says)
      expect(dividend.declaredOn! <= '2026-03-10').toBe(true)
    }
  })

  it('says what a ticker is, and that it knows no other', async () => {
    const details = readDetailsOf('VELQ', await polygon.details('VELQ', signal), undefined)
    expect(details).toMatchObject({ ticker: 'VELQ', active: true, securityType: 'CS' })
    expect(await polygon.details('NONE', signal)).toBeUndefined()
    expect(await polygon.tickerEvents('VELQ', signal)).toBeUndefined()
  })
})
