import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { guidelineOf, judge, saysTheSame } from '#shared/domain/recommendation/action.ts'
import { recommendation1 } from '#shared/domain/recommendation/rules.ts'
import { free, sound, strong } from './judged.ts'

const said = (change = {}, facts = {}) => {
  const { action, mode } = judge(
    recommendation1,
    { ...strong, ...change },
    { ...sound, ...free, ...facts },
  )
  return `${action} ${mode}`
}

describe('judge', () => {
  test.each([
    // change                                                     action and mode
    [{ strength: 0.25 }, 'buy live_eligible'],
    [{ strength: 0.25, direction: 'bearish' as const }, 'sell live_eligible'],
    [{ strength: 0.249 }, 'hold live_eligible'],
    [{ strength: 0.249, confidence: 0.5 }, 'hold paper_eligible'],
    [{ strength: 0.249, confidence: 0.499 }, 'watch informational'],
    [{ strength: 0.29, direction: 'mixed' as const }, 'hold live_eligible'],
    [{ confidence: 0.7 }, 'buy live_eligible'],
    [{ confidence: 0.699 }, 'buy paper_eligible'],
    [{ confidence: 0.5 }, 'buy paper_eligible'],
    [{ confidence: 0.499 }, 'buy informational'],
    [{ contradiction: 0.35 }, 'buy live_eligible'],
    [{ contradiction: 0.351 }, 'buy paper_eligible'],
    [{ contradiction: 0.601 }, 'watch informational'],
    [{ confidence: 0.349 }, 'watch informational'],
    [{ evidenceCount: 1 }, 'watch informational'],
  ])('%o: %s', (change, expected) => {
    expect(said(change)).toBe(expected)
  })

  test('a suppressed trend keeps its action and is only shown', () => {
    expect(said({}, { validDocuments: 1 })).toBe('buy informational')
  })

  test('keeps thirteen checks, and the reasons of those that did not pass', () => {
    const { checks, suppressions, ineligibilities } = judge(
      recommendation1,
      { ...strong, confidence: 0 },
      { ...sound, ...free, sourceTypes: 0 },
    )
    expect(checks).toHaveLength(13)
    expect(suppressions).toEqual(['low_source_diversity'])
    expect(ineligibilities).toEqual(['low_confidence'])
  })

  const share = fc.oneof(
    fc.constantFrom(0, 0.1, 0.25, 0.35, 0.5, 0.6, 0.7, 1),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  property.prop([
    fc.record({
      direction: fc.constantFrom(
        'bullish' as const,
        'bearish' as const,
        'mixed' as const,
        'neutral' as const,
      ),
      strength: share,
      confidence: share,
      contradiction: share,
      evidenceCount: fc.nat(20),
    }),
    fc.nat(3),
    fc.nat(3),
  ])('never lets a held back or unsure trend be traded', (trend, validDocuments, sourceTypes) => {
    const { action, mode, suppressions, ineligibilities } = judge(recommendation1, trend, {
      ...sound,
      ...free,
      validDocuments,
      sourceTypes,
    })
    if (suppressions.length + ineligibilities.length > 0 || trend.confidence < 0.5)
      expect(mode).toBe('informational')
    if (mode === 'live_eligible')
      expect(trend.confidence >= 0.7 && trend.contradiction <= 0.35).toBe(true)
    if (action === 'buy') expect(trend.direction).toBe('bullish')
    if (action === 'sell') expect(trend.direction).toBe('bearish')
    if (action === 'buy' || action === 'sell') expect(trend.strength).toBeGreaterThanOrEqual(0.25)
  })
})

describe('guidelineOf', () => {
  test.each([
    // strength  evidence  portfolio  loss
    [0, 10, 0.01, 0.003],
    [1, 10, 0.1, 0.02],
    [1, 40, 0.1, 0.02],
    [0.5, 10, 0.055, 0.0115],
    [0.5, 5, 0.0325, 0.00725],
    [1, 0, 0.01, 0.003],
  ])(
    'strength %d with %d of evidence: %d of the portfolio, %d at risk',
    (strength, evidenceCount, portfolioPct, maxLossPct) => {
      expect(guidelineOf({ ...strong, strength, evidenceCount })).toEqual({
        portfolioPct,
        maxLossPct,
      })
    },
  )
})

describe('saysTheSame', () => {
  const one = { action: 'buy', mode: 'paper_eligible', confidence: 0.61 } as const
  test.each([
    [{}, true],
    [{ confidence: 0.6149 }, true],
    [{ confidence: 0.615 }, false],
    [{ confidence: 0.605 }, true],
    [{ confidence: 0.6049 }, false],
    [{ action: 'hold' as const }, false],
    [{ mode: 'informational' as const }, false],
  ])('with %o: %s', (change, same) => {
    expect(saysTheSame(one, { ...one, ...change })).toBe(same)
  })
})
