import { test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { bySummingOrder, weigh, weightFactors, weightOf } from '#shared/domain/signal/weight.ts'
import { scoringDefaults as scoring } from '#shared/domain/signal/scoring.ts'
import { anySignal, anyView, calm, hoursAgo, plain, unit } from './any-signal.ts'

describe('weigh', () => {
  test.each([
    // change                              weight   why
    [{}, 1],
    [{ publishedAt: hoursAgo(72) }, 0.5], // one half-life of the 7d window
    [{ publishedAt: hoursAgo(144) }, 0.25],
    [{ publishedAt: hoursAgo(1e6) }, 0.01], // the floor
    [{ publishedAt: hoursAgo(-1) }, 1], // never more than fresh
    [{ publishedAt: hoursAgo(1), dateIsImplausible: true }, 0.01], // nor fresh where it cannot be
    [{ novelty: 1 }, 1.25],
    [{ novelty: 0.4 }, 1.1],
    [{ credibility: 0 }, 0.1], // held at the lower end
    [{ credibility: 0.1 }, 0.1],
    [{ extractionConfidence: 0.19 }, 0], // the gate
    [{ extractionConfidence: 0.2 }, 1], // opens at the limit
  ])('%o weighs %d', (change, weight) => {
    expect(weigh({ ...plain, ...change }, calm).weight).toBeCloseTo(weight, 12)
  })

  test.each([
    ['intraday', 2],
    ['1d', 12],
    ['7d', 72],
    ['30d', 240],
    ['90d', 720],
  ] as const)('halves in window %s after %d hours', (window, hours) => {
    expect(
      weigh({ ...plain, publishedAt: hoursAgo(hours) }, { ...calm, window }).weight,
    ).toBeCloseTo(0.5, 12)
  })

  test('takes the share of its layer from the impact, not from the weight', () => {
    const weighed = (['company', 'macro', 'competitive'] as const).map((layer) =>
      weigh({ ...plain, layer }, calm),
    )
    expect(weighed.map(({ weight }) => weight)).toEqual([1, 1, 1])
    expect(weighed.map(({ impact }) => impact)).toEqual([1, 0.3, 0.2])
  })

  property.prop([anySignal, anyView])('is the product of its stored factors', (signal, view) => {
    const factors = weightFactors(signal, view)
    const { gate, recency, credibility, novelty, marketContext } = factors
    const weighed = weigh(signal, view)
    expect(weightOf(factors, scoring)).toBe(weighed.weight)
    expect(weighed.weight).toBeCloseTo(
      gate * recency * credibility * (1 + 0.25 * novelty) * marketContext,
      9,
    )
    expect(weighed.weight).toBeGreaterThanOrEqual(0)
    expect(weighed.weight).toBeLessThanOrEqual(1.25 * 1.45 + 1e-9)
  })

  property.prop([anySignal, anyView, unit])('older never weighs more', (signal, view, more) => {
    const older = { ...signal, publishedAt: new Date(signal.publishedAt.getTime() - more * 1e9) }
    expect(weigh(older, view).weight).toBeLessThanOrEqual(weigh(signal, view).weight)
  })

  property.prop([anySignal, anyView, unit])(
    'more credible or newer in content never weighs less',
    (signal, view, more) => {
      const weight = weigh(signal, view).weight
      const credible = { ...signal, credibility: Math.max(signal.credibility, more) }
      const novel = { ...signal, novelty: Math.max(signal.novelty, more) }
      expect(weigh(credible, view).weight).toBeGreaterThanOrEqual(weight)
      expect(weigh(novel, view).weight).toBeGreaterThanOrEqual(weight)
    },
  )
})

property.prop([anySignal, anySignal])(
  'the summing order is total and antisymmetric',
  (one, other) => {
    expect(Math.sign(bySummingOrder(one, other)) + Math.sign(bySummingOrder(other, one))).toBe(0)
    expect(bySummingOrder(one, other) === 0).toBe(
      one.impactId === other.impactId && one.publishedAt.getTime() === other.publishedAt.getTime(),
    )
  },
)
