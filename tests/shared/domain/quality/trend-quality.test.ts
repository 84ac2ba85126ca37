import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { movesAt, type PricedSession } from '#shared/domain/quality/returns.ts'
import { trendQuality, type TrendSample } from '#shared/domain/quality/trend-quality.ts'
import { wordCount } from '#shared/domain/quality/word-count.ts'
import { randomOf } from '#shared/domain/statistics/chance.ts'

const DAYS = ['2026-01-05', '2026-01-06', '2026-01-07'] as const

describe('movesAt()', () => {
  const price = fc.double({ min: 1, max: 100, noNaN: true })
  const session = fc.record({ open: price, close: price })
  const company = fc.tuple(session, session, session)
  const barsOf = (all: readonly (readonly { open: number; close: number }[])[]) =>
    new Map(
      all.map((sessions, at) => [
        `T${at}`,
        new Map<string, PricedSession>(
          sessions.map((one, day) => [DAYS[day]!, { sessionDate: DAYS[day]!, ...one }]),
        ),
      ]),
    )

  it('takes the mean of all companies off', () => {
    const flat = { open: 10, close: 10 }
    const bars = barsOf([
      [flat, { open: 10, close: 11 }, { open: 11, close: 12.1 }],
      [flat, flat, flat],
    ])
    const moves = movesAt(bars, DAYS)
    expect(moves.get('T0')!.next).toBeCloseTo(0.05, 12)
    expect(moves.get('T1')!.next).toBeCloseTo(-0.05, 12)
    expect(moves.get('T0')!.same).toBeCloseTo(0.05, 12)
    expect(moves.get('T0')!.overnight).toBe(0)
  })

  it('leaves out who lacks one of the three sessions', () => {
    const bars = barsOf([
      [
        { open: 1, close: 1 },
        { open: 1, close: 1 },
      ],
    ])
    expect(movesAt(bars, DAYS).size).toBe(0)
  })

  test.prop([fc.array(company, { minLength: 1, maxLength: 6 })])(
    'sums to nothing over the companies of a day',
    (all) => {
      const moves = [...movesAt(barsOf(all), DAYS).values()]
      for (const read of ['next', 'overnight', 'same'] as const)
        expect(moves.reduce((sum, one) => sum + one[read], 0)).toBeCloseTo(0, 6)
    },
  )
})

describe('trendQuality()', () => {
  /** Of ten companies in `days` sessions; the trend knows a part of the next move. */
  const samplesOf = (days: number, knows: number): TrendSample[] => {
    const random = randomOf(5)
    return Array.from({ length: days * 10 }, (_, at) => {
      const next = random() - 0.5
      return {
        ticker: `T${at % 10}`,
        day: `day ${String(Math.floor(at / 10)).padStart(3, '0')}`,
        window: '1d' as const,
        trend: knows * next + (1 - knows) * (random() - 0.5),
        words: random() - 0.5,
        stories: at % 5,
        catalyst: at % 2 === 0 ? 'earnings' : 'product',
        next,
        overnight: 0,
        same: random() - 0.5,
      }
    })
  }

  it('finds what is known, and that words do not know it', () => {
    const [found] = trendQuality(samplesOf(30, 0.5))
    expect(found).toMatchObject({ window: '1d', run_days: 1, tickers: 10 })
    expect(found!.next).toMatchObject({ samples: 300, days: 30 })
    expect(found!.next.interval!.low).toBeGreaterThan(0.5)
    expect(found!.beyond_words.interval!.low).toBeGreaterThan(0.4)
    expect(found!.words.next.interval!.low).toBeLessThan(0)
    expect(found!.words.next.interval!.high).toBeGreaterThan(0)
    // Where nothing moves, nothing is known.
    expect(found!.overnight).toMatchObject({ rho: null, interval: null })
    expect(found!.by_stories.map(({ name, samples }) => [name, samples])).toEqual([['0', 60], ['1', 60], ['2', 60], ['3+', 120]]) // prettier-ignore
    expect(found!.by_catalyst.map(({ name, samples }) => [name, samples])).toEqual([['earnings', 150], ['product', 150]]) // prettier-ignore
  })

  it('claims nothing where nothing is known, nor of few days', () => {
    const [chance] = trendQuality(samplesOf(60, 0))
    expect(chance!.next.interval!.low).toBeLessThan(0)
    expect(chance!.next.interval!.high).toBeGreaterThan(0)
    expect(trendQuality(samplesOf(7, 1))[0]!.next).toMatchObject({ rho: 1, interval: null })
    expect(trendQuality([])).toEqual([])
  })
})

describe('wordCount()', () => {
  it.each([
    ['Profit surges as sales grow', 1],
    ['Shares plunge on fraud', -1],
    ['The board meets on Tuesday', 0],
    ['', 0],
  ])('of "%s" is %i', (title, score) => {
    expect(wordCount(title)).toBe(score)
  })
})
