import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { deriveRivals, type Rivalless } from '#shared/domain/competitive/derive-rivals.ts'
import { patternConfidence, patternOf, type Pattern } from '#shared/domain/competitive/pattern.ts'
import { propagate } from '#shared/domain/competitive/propagate.ts'
import { competitiveDefaults as settings } from '#shared/domain/competitive/settings.ts'

const share = fc.integer({ min: 0, max: 20 }).map((each) => each / 20)
const days = fc.constantFrom(0, 89, 90, 91, 135, 180, 181, 400)

describe('the confidence of a pattern', () => {
  test.each([
    [3, 1, 0, 0, Math.sqrt(0.3)],
    [2, 1, 0, 0, 0],
    [10, 1, 0, 0, 1],
    [40, 0.75, 0.25, 90, 0.5],
    [40, 0.75, 0.25, 135, 0.375],
    [40, 0.75, 0.25, 180, 0.25],
    [40, 0.75, 0.25, 900, 0.25],
  ])(
    'of %d samples, %d up, %d down, %d days old',
    (samples, bullish, bearish, ageDays, expected) => {
      const found = patternConfidence({ samples, bullish, bearish, ageDays }, settings)
      expect(found).toBeCloseTo(expected, 10)
    },
  )

  test.prop([fc.nat(30), fc.nat(30), share, share, days, days])(
    'never falls with more samples or fresher ones',
    (few, more, bullish, bearish, young, older) => {
      const of = (samples: number, ageDays: number) =>
        patternConfidence({ samples, bullish, bearish, ageDays }, settings)
      expect(of(few + more, young)).toBeGreaterThanOrEqual(of(few, young))
      expect(of(few, Math.min(young, older))).toBeGreaterThanOrEqual(
        of(few, Math.max(young, older)),
      )
    },
  )
})

/** Sessions on weekdays from Monday 2026-01-05, with these closes. */
function barsOf(closes: readonly number[]) {
  const first = Date.parse('2026-01-05T00:00:00Z')
  return closes.map((close, place) => {
    const day = first + (Math.floor(place / 5) * 7 + (place % 5)) * 86_400_000
    return { sessionDate: new Date(day).toISOString().slice(0, 10), close }
  })
}

describe('a pattern', () => {
  const asOf = new Date('2026-03-01T00:00:00Z')

  test('compares the close before the news with that of its horizon, and knows what is not over', () => {
    const bars = barsOf([100, 101, 101, 90, 100, 100, 100])
    // On Tuesday before the close, and on Wednesday after it: Tuesday and Thursday are their sessions.
    const moments = ['2026-01-06T15:00:00Z', '2026-01-07T22:00:00Z', '2026-01-13T15:00:00Z']
    const pattern = patternOf(
      moments.map((at) => new Date(at)),
      bars,
      '1d',
      { asOf, settings },
    )
    expect(pattern).toMatchObject({ samples: 3, bullish: 0.333333333333, bearish: 0.333333333333 })
    expect(patternOf([new Date(moments[2]!)], bars, '7d', { asOf, settings }).samples).toBe(0)
    const week = patternOf([new Date(moments[0]!)], bars, '7d', { asOf, settings })
    expect(week).toMatchObject({ samples: 1, bullish: 0, bearish: 0, meanDays: 5, meanStrength: 0 })
  })

  test('a move on its limit is one', () => {
    const at = [new Date('2026-01-06T15:00:00Z')]
    expect(patternOf(at, barsOf([100, 100.5]), '1d', { asOf, settings }).bullish).toBe(1)
    expect(patternOf(at, barsOf([100, 100.49]), '1d', { asOf, settings }).bullish).toBe(0)
    expect(patternOf(at, barsOf([100, 99.5]), '1d', { asOf, settings }).bearish).toBe(1)
  })
})

test('events with the same first session are one sample', () => {
  const asOf = new Date('2026-03-01T00:00:00Z')
  const bars = barsOf([100, 101, 101, 101, 101, 103, 103])
  // From Friday's close to Monday before its own: all are first traded on Monday.
  const weekend = ['2026-01-09T22:00:00Z', '2026-01-10T15:00:00Z', '2026-01-12T15:00:00Z']
  const of = (moments: string[]) =>
    patternOf(
      moments.map((at) => new Date(at)),
      bars,
      '1d',
      { asOf, settings },
    )
  expect(of(weekend)).toMatchObject({ samples: 1, bullish: 1 })
  expect(of([...weekend, '2026-01-06T15:00:00Z'])).toEqual(
    of(['2026-01-12T15:00:00Z', '2026-01-06T15:00:00Z']),
  )
})

describe('what reaches a rival', () => {
  const pattern = (confidence: number, bullish: number, samples = 5): Pattern => ({
    horizon: '1d',
    samples,
    bullish,
    bearish: 1 - bullish,
    meanStrength: 0.02,
    meanDays: 1,
    confidence,
  })
  const news = { sentiment: 1 as const, strength: 0.8, catalyst: 'product' as const }
  const rival = { type: 'direct_rival' as const, strength: 0.8 }

  test('goes the way the rival went, else by the rule of their relationship', () => {
    const found = (
      type: typeof rival.type | 'same_sector',
      catalyst: 'product' | 'macro',
      cross: Pattern[],
    ) =>
      propagate(
        { ...news, catalyst },
        { type, strength: 0.8 },
        { cross, self: [pattern(0.7, 1)] },
        settings,
      )
    expect(found('direct_rival', 'product', [pattern(0.7, 1)])).toMatchObject({
      direction: 1,
      basis: 'cross_company',
    })
    expect(found('direct_rival', 'product', [pattern(0.7, 1, 2)])).toMatchObject({
      direction: -1,
      basis: 'self',
    })
    expect(found('direct_rival', 'macro', [])).toMatchObject({ direction: 1 })
    expect(found('same_sector', 'product', [])).toMatchObject({ direction: 1, strength: 0.448 })
  })

  test('is kept from its limits on', () => {
    const at = (confidence: number, strength: number) =>
      propagate(
        { ...news, strength },
        { ...rival, strength: 1 },
        { cross: [pattern(confidence, 1)], self: [] },
        settings,
      )
    expect(at(0.3, 1)?.strength).toBe(0.3)
    expect(at(0.299, 1)).toBeUndefined()
    expect(at(0.5, 0.4)?.strength).toBe(0.2)
    expect(at(0.5, 0.399)).toBeUndefined()
  })

  test('weighs more of a major decision, and at most 1', () => {
    const of = (catalyst: 'product' | 'buyback', strength: number) =>
      propagate(
        { ...news, catalyst, strength },
        { ...rival, strength: 1 },
        { cross: [pattern(1, 1)], self: [] },
        settings,
      )?.strength
    expect([of('product', 0.5), of('buyback', 0.5), of('buyback', 0.9)]).toEqual([0.5, 0.65, 1])
  })
})

test('rivals are those of an industry, else of a sector, nearest in size, and never of who has some', () => {
  const one = (
    ticker: string,
    industry: string,
    marketCap: number | null,
    hasRivals = false,
  ): Rivalless => ({
    companyId: ticker,
    ticker,
    sector: 'Energy',
    industry,
    marketCap,
    hasRivals,
  })
  const found = deriveRivals([
    one('A', 'drilling', 100),
    one('B', 'drilling', 90),
    one('C', 'pipes', null, true),
    one('D', '', 95),
  ]).map(({ tickers, relationshipType }) => `${tickers.join('-')} ${relationshipType}`)
  expect(found).toEqual(
    ['A-B direct_rival', 'B-D same_sector', 'A-D same_sector', 'C-D same_sector'].toSorted(
      (a, b) => found.indexOf(a) - found.indexOf(b),
    ),
  )
})
