import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { nextSession, sessionOf, shiftDate } from '#shared/domain/market/calendar.ts'
import { openWorld } from '../../../services/world/open.ts'
import { makeEvents } from '../../../services/world/simulated/events.ts'
import { makeBars } from '../../../services/world/simulated/market.ts'
import { timesOf } from '../../../services/world/contents/times.ts'
import type { World } from '../../../services/world/contents/world.ts'

const span = { from: '2026-03-02', to: '2026-03-31' }
const world = await openWorld({ seed: 5, ...span })

function printOf(made: World): string {
  return createHash('sha256')
    .update(JSON.stringify({ ...made, bars: [...made.bars] }))
    .digest('hex')
}

describe('a simulated world', () => {
  test('is the same byte for byte for the same seed, and another for another', async () => {
    expect(printOf(await openWorld({ seed: 5, ...span }))).toBe(printOf(world))
    expect(printOf(await openWorld({ seed: 6, ...span }))).not.toBe(printOf(world))
  })

  test('has fifty companies in ten sectors, each with two years of bars before the start', () => {
    expect(new Set(world.companies.map(({ ticker }) => ticker)).size).toBe(50)
    expect(new Set(world.companies.map(({ sector }) => sector)).size).toBe(10)
    for (const { ticker } of world.companies) {
      const bars = world.bars.get(ticker) ?? []
      expect(bars.filter(({ date }) => date < span.from).length).toBeGreaterThan(495)
      expect(bars.at(-1)?.date).toBe(span.to)
      for (const { open, high, low, close, date } of bars) {
        expect(sessionOf(date)).toBeDefined()
        expect(low).toBeLessThanOrEqual(Math.min(open, close))
        expect(high).toBeGreaterThanOrEqual(Math.max(open, close))
        expect(low).toBeGreaterThan(0)
      }
    }
  })

  test('writes some sixty to a hundred and twenty articles on a working day, from a week before', () => {
    const days = new Map<string, number>()
    for (const { publishedAt } of world.articles) {
      const day = publishedAt.toISOString().slice(0, 10)
      days.set(day, (days.get(day) ?? 0) + 1)
    }
    const working = [...days].filter(([day]) => sessionOf(day)).map(([, count]) => count)
    const mean = working.reduce((sum, count) => sum + count, 0) / working.length
    expect(mean).toBeGreaterThan(60)
    expect(mean).toBeLessThan(120)
    expect(world.articles[0]?.publishedAt.toISOString().slice(0, 10)).toBe(shiftDate(span.from, -7))
    expect(new Set(world.articles.map(({ publisher }) => publisher)).size).toBeGreaterThanOrEqual(4)
  })

  test('fills every slot of every sentence and names each ticker it is about', () => {
    for (const { title, description, tickers } of world.articles) {
      expect(`${title} ${description}`).not.toMatch(/[{}]/)
      for (const ticker of tickers) {
        const company = world.companies.find((each) => each.ticker === ticker)
        expect(`${title} ${description}`).toContain(company?.aliases[0])
      }
    }
  })

  test('ids are one each, articles and filings in order of time', () => {
    expect(new Set(world.articles.map(({ id }) => id)).size).toBe(world.articles.length)
    const filed = world.filings.map(({ accessionNumber }) => accessionNumber)
    expect(new Set(filed).size).toBe(filed.length)
    for (const list of [
      world.articles.map((each) => each.publishedAt),
      world.filings.map((each) => each.filedAt),
    ]) {
      expect(list).toEqual(list.toSorted((a, b) => a.getTime() - b.getTime()))
    }
  })
})

describe('news and prices', () => {
  const events = makeEvents(9, '2026-01-01', '2026-06-30')
  const quiet = { company: [], macro: [] }
  const moved = makeBars(9, '2025-12-01', '2026-06-30', events)
  const still = makeBars(9, '2025-12-01', '2026-06-30', quiet)

  test('an event moves its company in its direction, and nothing before it is out', () => {
    for (const event of events.company.filter(({ effect }) => effect !== 0).slice(0, 40)) {
      const alone = makeBars(9, '2025-12-01', '2026-06-30', { company: [event], macro: [] })
      const first = nextSession(event.at).date
      const own = alone.get(event.company.ticker) ?? []
      const base = still.get(event.company.ticker) ?? []
      const before = own.filter(({ date }) => date < first)
      expect(before).toEqual(base.slice(0, before.length))
      const last = Math.min(before.length + 4, own.length - 1)
      const shift = (own[last]?.close ?? 0) / (base[last]?.close ?? 1) - 1
      expect(Math.sign(shift)).toBe(Math.sign(event.effect))
    }
  })

  test('with all events together the sign of the news foretells the week more often than not', () => {
    const agrees = events.company
      .filter(({ effect, at }) => Math.abs(effect) > 0.02 && at < new Date('2026-06-20'))
      .map(({ company, effect, at }) => {
        const bars = moved.get(company.ticker) ?? []
        const from = bars.findIndex(({ date }) => date >= nextSession(at).date)
        const change = (bars[from + 4]?.close ?? 0) - (bars[from]?.open ?? 0)
        return Math.sign(change) === Math.sign(effect)
      })
    const share = agrees.filter(Boolean).length / agrees.length
    expect(share).toBeGreaterThan(0.6)
  })
})

describe('the moments of a stepped clock', () => {
  const from = new Date('2026-03-02T05:00:00Z')
  const to = new Date('2026-03-04T05:00:00Z')
  const times = timesOf(world, from, to, 300)

  test('rise, lie within the bounds, and hold each article put off to the grid', () => {
    const found = times.map((at) => at.getTime())
    expect(found).toEqual([...new Set(found)].sort((a, b) => a - b))
    expect(found[0]).toBeGreaterThanOrEqual(from.getTime())
    expect(found.at(-1)).toBeLessThanOrEqual(to.getTime())
    for (const { publishedAt } of world.articles) {
      const put = Math.ceil(publishedAt.getTime() / 300_000) * 300_000
      if (put >= from.getTime() && put <= to.getTime()) expect(found).toContain(put)
    }
  })

  test('hold prices from 09:35 to 15:55 New York and the quarter of an hour after the close', () => {
    const texts = times.map((at) => at.toISOString())
    expect(texts).toContain('2026-03-02T14:35:00.000Z')
    expect(texts).toContain('2026-03-02T20:55:00.000Z')
    expect(texts).toContain('2026-03-02T21:15:00.000Z')
    expect(timesOf({ ...world, articles: [], filings: [] }, from, to, 300)).toHaveLength(2 * 78)
  })
})
