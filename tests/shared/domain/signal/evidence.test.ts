import { test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { rankEvidence, rankOf, sideOf } from '#shared/domain/signal/evidence.ts'
import { scoringDefaults as scoring } from '#shared/domain/signal/scoring.ts'
import { summarise } from '#shared/domain/signal/trend.ts'
import { weigh } from '#shared/domain/signal/weight.ts'
import { anySignals, anyView, calm, hoursAgo, plain, signalsOf } from './any-signal.ts'

test('ranks by 0.40 weight, 0.30 impact, 0.20 recency and 0.10 credibility', () => {
  const weighed = weigh(
    { ...plain, impact: 0.5, credibility: 0.8, publishedAt: hoursAgo(72) },
    calm,
  )
  expect(rankOf(weighed, scoring)).toBeCloseTo(0.4 * 0.4 + 0.3 * 0.5 + 0.2 * 0.5 + 0.1 * 0.8, 12)
})

test('keeps at most ten a side and leaves out what takes none', () => {
  const signals = signalsOf(
    ...Array.from({ length: 12 }, (_, index) => ({ impact: 0.5 + index / 100 })),
    ...Array.from({ length: 11 }, () => ({ sentiment: -1 as const, impact: 0.1 })),
    { sentiment: 0 },
  )
  const evidence = rankEvidence(
    signals.map((each) => weigh(each, calm)),
    0.5,
    scoring,
  )
  expect(evidence.map(({ side, place }) => `${side} ${place}`)).toEqual([
    ...Array.from({ length: 10 }, (_, index) => `supporting ${index + 1}`),
    ...Array.from({ length: 10 }, (_, index) => `opposing ${index + 1}`),
  ])
  expect(evidence[0]?.impact).toBe(0.61)
})

test('equal ranks go by impact id', () => {
  const signals = signalsOf({}, {}, {})
    .toReversed()
    .map((each) => weigh(each, calm))
  const ids = rankEvidence(signals, 1, scoring).map(({ signal }) => signal.impactId)
  expect(ids).toEqual([...ids].sort())
})

test('a mean of 0 takes positive signals as supporting', () => {
  expect(sideOf(weigh(plain, calm), 0)).toBe('supporting')
  expect(sideOf(weigh({ ...plain, sentiment: -1 }, calm), 0)).toBe('opposing')
  expect(sideOf(weigh({ ...plain, sentiment: -1 }, calm), -0.2)).toBe('supporting')
})

property.prop([anySignals, anyView])(
  'the first places hold the highest ranks of their side',
  (signals, view) => {
    const { evidence, sentimentMean } = summarise('AAPL', signals, view)
    for (const side of ['supporting', 'opposing'] as const) {
      const kept = evidence.filter((each) => each.side === side)
      expect(kept.map(({ place }) => place)).toEqual(kept.map((_, index) => index + 1))
      expect(kept.length).toBeLessThanOrEqual(10)
      const lowest = Math.min(...kept.map(({ rankScore }) => rankScore))
      const left = summarise('AAPL', signals, {
        ...view,
        scoring: { ...scoring, evidenceMax: 100 },
      }).evidence.filter(
        (each) =>
          each.side === side && !kept.some((one) => one.signal.impactId === each.signal.impactId),
      )
      for (const each of left) expect(each.rankScore).toBeLessThanOrEqual(lowest)
      for (const each of kept)
        expect(each.signal.sentiment > 0 === sentimentMean >= 0).toBe(side === 'supporting')
    }
  },
)
