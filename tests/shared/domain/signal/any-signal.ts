/** Generators of signals and views whose values sit on every limit as often as beside it. */

import { fc } from '@fast-check/vitest'

import { LAYERS, scoringDefaults } from '#shared/domain/signal/scoring.ts'
import type { Signal, View } from '#shared/domain/signal/weight.ts'
import { WINDOWS } from '#shared/contracts/sets.ts'
import { windowHours } from '#shared/domain/signal/window.ts'

export const asOf = new Date('2026-01-07T15:00:00.000Z')
const HOUR_MS = 3_600_000

export const hoursAgo = (hours: number) => new Date(asOf.getTime() - hours * HOUR_MS)

/** In [0, 1], the limits of the formulas among them. */
export const unit = fc.oneof(
  fc.constantFrom(0, 0.1, 0.15, 0.2, 0.3, 0.5, 1),
  fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000),
)

const ageHours = fc.oneof(
  fc.constantFrom(0, 2, ...Object.values(windowHours)),
  fc.integer({ min: 0, max: 2400 * 60 }).map((minutes) => minutes / 60),
)

export const anySignal: fc.Arbitrary<Signal> = fc.record({
  impactId: fc.uuid(),
  documentId: fc.uuid(),
  layer: fc.constantFrom(...LAYERS),
  source: fc.constantFrom('Wire', 'Herald', 'Blog'),
  storyId: fc.constantFrom('s1', 's2', 's3', 's4'),
  record: fc.constantFrom('known' as const, 'earned' as const, 'none' as const),
  sourceType: fc.constantFrom('news_api', 'filings_api'),
  publishedAt: ageHours.map(hoursAgo),
  dateIsImplausible: fc.boolean(),
  sentiment: fc.constantFrom(1 as const, -1 as const, 0 as const),
  impact: unit,
  extractionConfidence: unit,
  companyConfidence: unit,
  credibility: unit,
  novelty: unit,
  quality: unit,
})

export const anySignals = fc.uniqueArray(anySignal, {
  maxLength: 25,
  selector: ({ impactId }) => impactId,
})

export const anyView: fc.Arbitrary<View> = fc.record({
  window: fc.constantFrom(...WINDOWS),
  asOf: fc.constant(asOf),
  market: fc.record({
    volatilityRatio: fc.constantFrom(0, 0.99, 1, 1.01, 2, 7, 50),
    volumeChange: fc.constantFrom(-1, 0, 0.5, 0.51, 9),
    bars: fc.constant(101),
  }),
  scoring: fc.constant(scoringDefaults),
})

/** A plain signal of weight 1 in a calm market. */
export const plain: Signal = {
  impactId: '00000000-0000-5000-8000-000000000001',
  documentId: '00000000-0000-5000-8000-00000000000d',
  layer: 'company',
  source: 'Wire',
  storyId: '00000000-0000-5000-8000-00000000000d',
  record: 'known',
  sourceType: 'news_api',
  dateIsImplausible: false,
  publishedAt: asOf,
  sentiment: 1,
  impact: 1,
  extractionConfidence: 1,
  companyConfidence: 1,
  credibility: 1,
  novelty: 0,
  quality: 1,
}

export const calm: View = {
  window: '7d',
  asOf,
  market: { volatilityRatio: 1, volumeChange: 0, bars: 0 },
  scoring: scoringDefaults,
}

/** Signals with ids of their own, changed as told. */
export function signalsOf(...changes: Partial<Signal>[]): Signal[] {
  return changes.map((change, index) => ({
    ...plain,
    impactId: `00000000-0000-5000-8000-${String(index + 1).padStart(12, '0')}`,
    documentId: `00000000-0000-5000-9000-${String(index + 1).padStart(12, '0')}`,
    source: `Source ${index}`,
    ...change,
  }))
}
