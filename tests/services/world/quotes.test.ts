import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { openWorld } from '../../../services/world/open.ts'
import { pathOf } from '../../../services/world/contents/path.ts'
import { openQuotes } from '../../../services/world/contents/quotes.ts'
import { hoursOf } from '../../../services/world/contents/sessions.ts'
import type { WorldBar } from '../../../services/world/contents/world.ts'

/** Prices in ten-thousandths, so that high and low meet open and close often. */
const bar = fc
  .tuple(fc.integer({ min: 10_000, max: 3_000_000 }), fc.nat(40_000), fc.nat(1000), fc.nat(1000))
  .map(([low, range, open, close]): WorldBar => {
    const at = (share: number) => (low + Math.round((range * share) / 1000)) / 10_000
    return {
      date: '2026-01-05',
      low: at(0),
      high: at(1000),
      open: at(open),
      close: at(close),
      volume: 5,
    }
  })
const edges = fc.constantFrom('open' as const, 'close' as const)

describe('the path through a day', () => {
  test.prop([bar, fc.integer()])(
    'stays within low and high and keeps open and close',
    (day, seed) => {
      const prices = pathOf(day, 390, seed, 'VELQ')
      expect(prices).toHaveLength(391)
      expect(prices[0]).toBe(day.open)
      expect(prices.at(-1)).toBe(day.close)
      expect(Math.max(...prices)).toBe(day.high)
      expect(Math.min(...prices)).toBe(day.low)
    },
  )

  test.prop([bar, fc.integer()])(
    'touches high and low once where neither end stands there',
    (day, seed) => {
      const prices = [...pathOf(day, 390, seed, 'VELQ')]
      const ends = [day.open, day.close]
      if (day.high - day.low < 0.0004) return
      for (const extreme of [day.high, day.low]) {
        const atEnds = ends.filter((end) => end === extreme).length
        expect(prices.filter((price) => price === extreme)).toHaveLength(Math.max(1, atEnds))
      }
    },
  )

  test.prop([bar, edges, fc.integer()])(
    'a day that opens or closes at its high is no exception',
    (day, edge, seed) => {
      const prices = pathOf({ ...day, [edge]: day.high }, 210, seed, 'VELQ')
      expect(prices[edge === 'open' ? 0 : 210]).toBe(day.high)
      expect(Math.min(...prices)).toBe(day.low)
    },
  )

  test.prop([bar, fc.integer()])('is the same for the same seed', (day, seed) => {
    expect(pathOf(day, 390, seed, 'VELQ')).toEqual(pathOf(day, 390, seed, 'VELQ'))
  })
})

describe('the last trade', async () => {
  const world = await openWorld({ seed: 3, from: '2026-01-05', to: '2026-01-09' })
  const quotes = openQuotes(world)
  const bars = world.bars.get('VELQ') ?? []
  const [before, day] = bars.slice(-2) as [WorldBar, WorldBar]
  const { opensAt, closesAt } = hoursOf(day.date)

  test('is the previous close until the open, then the open', () => {
    const early = quotes.lastTrade('VELQ', new Date(opensAt.getTime() - 1))
    expect(early).toEqual({ price: before.close, at: hoursOf(before.date).closesAt })
    expect(quotes.lastTrade('VELQ', opensAt)).toEqual({ price: day.open, at: opensAt })
  })

  test('is the close from the close on', () => {
    const later = new Date(closesAt.getTime() + 3_600_000)
    expect(quotes.lastTrade('VELQ', later)).toEqual({ price: day.close, at: closesAt })
  })

  test('is unknown for a ticker without bars and before the first session', () => {
    expect(quotes.lastTrade('NONE', closesAt)).toBeUndefined()
    expect(quotes.lastTrade('VELQ', new Date('1999-01-04T15:00:00Z'))).toBeUndefined()
  })

  test.prop([fc.date({ min: world.from, max: world.to, noInvalidDate: true })])(
    'is never later than asked',
    (at) => {
      const trade = quotes.lastTrade('VELQ', at)
      expect(trade?.at.getTime()).toBeLessThanOrEqual(at.getTime())
    },
  )
})
