import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { DURATIONS } from '#shared/contracts/sets.ts'
import { project, PROJECTED, type ProjectionInputs } from '#shared/domain/projection/projection.ts'
import { scoringDefaults } from '#shared/domain/signal/scoring.ts'

const asOf = new Date('2026-01-07T15:00:00.000Z')
const ago = (days: number) => new Date(asOf.getTime() - days * 86_400_000)
const inputs = (change: Partial<ProjectionInputs> = {}): ProjectionInputs => ({
  trend: { sentimentMean: 0.5, confidence: 0.6, contradiction: 0, direction: 'bullish', asOf },
  previousMean: null,
  macro: [],
  catalysts: [],
  ...change,
})
const signed = fc.integer({ min: -20, max: 20 }).map((each) => each / 20)
const anyInputs: fc.Arbitrary<ProjectionInputs> = fc.record({
  trend: fc.record({
    sentimentMean: signed,
    confidence: fc.constantFrom(0, 0.3, 0.6, 1),
    contradiction: fc.constantFrom(0, 0.1, 0.11, 1),
    direction: fc.constant('bullish' as const),
    asOf: fc.constant(asOf),
  }),
  previousMean: fc.option(signed),
  macro: fc.array(
    fc.record({
      direction: fc.constantFrom(-1, 1),
      score: fc.constantFrom(0.05, 0.4, 1),
      duration: fc.constantFrom(...DURATIONS),
      occurredAt: fc.constantFrom(0, 1, 7, 30, 90).map(ago),
    }),
    { maxLength: 4 },
  ),
  catalysts: fc.array(signed, { maxLength: 2 }),
})

describe('a projection', () => {
  test('goes on as the trend goes, and further the way it moved', () => {
    expect(project('1d', inputs(), scoringDefaults)).toMatchObject({
      direction: 'bullish',
      strength: 0.5,
      confidence: 0.4,
      lowConfidence: false,
      macroContributionPct: 0,
      divergesFromCurrent: false,
      components: { momentum: { value: 0.5, weight: 0.5 } },
    })
    const rising = project('1d', inputs({ previousMean: 0.1 }), scoringDefaults)
    expect(rising.strength).toBe(0.7)
  })

  test('takes in the world by how much of it is left', () => {
    const event = { direction: -1, score: 0.8, occurredAt: ago(7) }
    const told = (duration: 'short_term' | 'medium_term' | 'long_term') => ({ ...event, duration })
    const fresh = { direction: 1, score: 0.8, duration: 'long_term' as const, occurredAt: asOf }
    const macroOf = (macro: ProjectionInputs['macro']) =>
      project('7d', inputs({ macro }), scoringDefaults).components.macro?.value
    expect(macroOf([told('medium_term'), fresh])).toBeCloseTo((0.8 - 0.4) / 1.5, 10)
    expect(macroOf([told('short_term'), fresh])).toBeGreaterThan(
      macroOf([told('long_term'), fresh])!,
    )
    const against = project('7d', inputs({ macro: [told('medium_term')] }), scoringDefaults)
    expect(against.macroContributionPct).toBeCloseTo(0.24 / 0.49, 10)
    const turned = { ...inputs().trend, sentimentMean: 0.1 }
    expect(
      project('7d', inputs({ trend: turned, macro: [told('medium_term')] }), scoringDefaults),
    ).toMatchObject({ divergesFromCurrent: true, direction: 'bearish' })
  })

  test('is less sure the further it looks, and of less', () => {
    const all = inputs({
      macro: [{ direction: 1, score: 0.5, duration: 'long_term', occurredAt: asOf }],
      catalysts: [0.2],
    })
    expect(PROJECTED.map((horizon) => project(horizon, all, scoringDefaults).confidence)).toEqual([
      0.6, 0.51, 0.39,
    ])
    expect(
      project('1d', inputs({ trend: { ...inputs().trend, confidence: 0.45 } }), scoringDefaults),
    ).toMatchObject({ confidence: 0.3, lowConfidence: false })
    expect(
      project('1d', inputs({ trend: { ...inputs().trend, confidence: 0.44 } }), scoringDefaults)
        .lowConfidence,
    ).toBe(true)
  })

  test.prop([anyInputs, fc.constantFrom(...PROJECTED)])(
    'stays in its ranges, and never beats its trend',
    (given, horizon) => {
      const made = project(horizon, given, scoringDefaults)
      expect(made.strength).toBeGreaterThanOrEqual(0)
      expect(made.strength).toBeLessThanOrEqual(1)
      expect(made.confidence).toBeLessThanOrEqual(given.trend.confidence)
      expect(made.macroContributionPct).toBeGreaterThanOrEqual(0)
      expect(made.macroContributionPct).toBeLessThanOrEqual(1)
      if (given.macro.length === 0) expect(made.macroContributionPct).toBe(0)
    },
  )
})
