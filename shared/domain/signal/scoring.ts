/** Every tunable number of the signal formulas (docs/FORMULAS.md, Signals). */

import type { Window } from './window.ts'

export const LAYERS = ['company', 'macro', 'competitive'] as const
export type Layer = (typeof LAYERS)[number]

export const scoringDefaults: Scoring = {
  sureOf: 'document',
  confidenceMin: 0.2,
  credibilityMin: 0.1,
  recencyMin: 0.01,
  noveltyBonus: 0.25,
  halfLifeHours: { intraday: 2, '1d': 12, '7d': 72, '30d': 240, '90d': 720 },
  staleHours: 48,
  staleShare: 0.5,
  layerShare: { company: 1, macro: 0.3, competitive: 0.2 },
  volatilityShare: 0.15,
  volatilityBonusMax: 0.3,
  volumeChangeMin: 0.5,
  volumeBonus: 0.15,
  mixedContradictionMin: 0.1,
  mixedMeanMax: 0.3,
  directedMeanMin: 0.15,
  confidence: { count: 0.3, credibility: 0.3, agreement: 0.4, contradiction: 0.4 },
  sourcesFull: 15,
  sourcesShare: 0.8,
  agreementSignalsFull: 7,
  rank: { weight: 0.4, impact: 0.3, recency: 0.2, credibility: 0.1 },
  evidenceMax: 10,
}

export type Scoring = {
  /** Whose confidence the gate looks at and the data's is the mean of. */
  sureOf: 'document' | 'company'
  /** Extraction confidence at which the gate opens. */
  confidenceMin: number
  credibilityMin: number
  recencyMin: number
  noveltyBonus: number
  halfLifeHours: Readonly<Record<Window, number>>
  /** An event that soon passes decays by this share more once it is older than so many hours. */
  staleHours: number
  staleShare: number
  /** What share of its impact a layer brings in. */
  layerShare: Readonly<Record<Layer, number>>
  volatilityShare: number
  volatilityBonusMax: number
  /** 0.5 is +50 %; the bonus is given above it. */
  volumeChangeMin: number
  volumeBonus: number
  mixedContradictionMin: number
  mixedMeanMax: number
  directedMeanMin: number
  confidence: Readonly<Record<'count' | 'credibility' | 'agreement' | 'contradiction', number>>
  /** Unique sources at which the count's part is full, and how much a full one is worth. */
  sourcesFull: number
  sourcesShare: number
  /** Signals at which agreement counts in full. */
  agreementSignalsFull: number
  rank: Readonly<Record<'weight' | 'impact' | 'recency' | 'credibility', number>>
  /** Evidence kept on each side. */
  evidenceMax: number
}
