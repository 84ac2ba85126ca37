/**
 * How much one signal counts.
 *
 *   weight = gate · recency · credibility · (1 + 0.25 · novelty) · market context · voice
 *
 * Source: docs/FORMULAS.md, Signals, weight. Pure. Hours where a name says so; every other number
 * is dimensionless.
 */

import { clamp } from '../score.ts'
import { marketContext, type Market } from './market.ts'
import type { Layer, Scoring } from './scoring.ts'
import { hoursBetween, type Window } from './window.ts'

export type OwnerRecord = 'known' | 'earned' | 'none'

export type Signal = {
  impactId: string
  documentId: string
  layer: Layer
  /** Whom it comes from: the owner of its publisher's domain; where there is none a name, or the kind of source. */
  source: string
  /** The story that its document tells; documents that tell one are copies of each other. */
  storyId: string
  /** Whether its owner is known by name, has earned a record, or neither: then it is heard and never counted. */
  record: OwnerRecord
  /** The kind of source: news_api, filings_api … */
  sourceType: string
  publishedAt: Date
  /** Since when its words stand, by when they were read here: nobody can date that back. Of the company layer alone. */
  readAt?: Date
  /** True where it cannot have been published then: it never counts as fresh. */
  dateIsImplausible: boolean
  /** Bullish, bearish, or neither: neutral and mixed are both 0. */
  sentiment: 1 | -1 | 0
  /** All in [0, 1]. */
  impact: number
  /** Of the document's reading: the highest of its companies. */
  extractionConfidence: number
  /** Of what was read of this company alone. */
  companyConfidence: number
  credibility: number
  novelty: number
  /** Of what a model read: what rules read of the company in the same text. */
  byRules?: Pick<Signal, 'sentiment' | 'impact' | 'companyConfidence'>
  /** Of an event that soon passes: true. */
  isShortTerm?: boolean
  /** Of the document's text. */
  quality: number
}

/** What signals are looked at through. */
export type View = { window: Window; asOf: Date; market: Market; scoring: Scoring }

/** The factors of one weight, each stored, so that the product can be checked. */
export type WeightFactors = {
  gate: 0 | 1
  /** In [0.01, 1]; half of it for an event that has passed. */
  recency: number
  /** In [0.1, 1]. */
  credibility: number
  /** In [0, 1]; enters as 1 + 0.25 · novelty. */
  novelty: number
  /** In [1, 1.45]. */
  marketContext: number
  /** In (0, 1]: its share of the one voice that all tellers of its story are. */
  voice: number
}

export type WeighedSignal = WeightFactors & {
  signal: Signal
  weight: number
  /** The signal's impact times its layer's share. */
  impact: number
  /** weight · impact: what the signal brings into every sum. */
  mass: number
}

/** The factors of a signal's weight. The gate opens at the limit, not above it. */
export function weightFactors(
  signal: Signal,
  { window, asOf, market, scoring }: View,
): WeightFactors {
  const hours = hoursBetween(signal.publishedAt, asOf)
  const isStale = signal.isShortTerm === true && hours > scoring.staleHours
  const fresh = Math.max(scoring.recencyMin, 2 ** -(hours / scoring.halfLifeHours[window]))
  return {
    gate: confidenceIn(signal, scoring) >= scoring.confidenceMin ? 1 : 0,
    recency: signal.dateIsImplausible
      ? scoring.recencyMin
      : fresh * (isStale ? scoring.staleShare : 1),
    credibility: clamp(signal.credibility, scoring.credibilityMin, 1),
    novelty: clamp(signal.novelty, 0, 1),
    marketContext: marketContext(market, scoring),
    voice: 1,
  }
}

/** How sure its reading is, in [0, 1]: of the whole document, or of this company, as the version has it. */
export function confidenceIn(
  signal: Pick<Signal, 'extractionConfidence' | 'companyConfidence'>,
  { sureOf }: Scoring,
): number {
  return sureOf === 'document' ? signal.extractionConfidence : signal.companyConfidence
}

/** The product of the factors, at least 0. */
export function weightOf(factors: WeightFactors, scoring: Scoring): number {
  const { gate, recency, credibility, novelty, marketContext: context, voice } = factors
  return gate * recency * credibility * (1 + scoring.noveltyBonus * novelty) * context * voice
}

/** A signal with its weight and all that made it; `heard` says how far it is heard among others. */
export function weigh(
  signal: Signal,
  view: View,
  heard: Partial<Pick<WeightFactors, 'novelty' | 'voice'>> = {},
): WeighedSignal {
  const factors = { ...weightFactors(signal, view), ...heard }
  const weight = weightOf(factors, view.scoring)
  const impact = clamp(signal.impact, 0, 1) * view.scoring.layerShare[signal.layer]
  return { ...factors, signal, weight, impact, mass: weight * impact }
}

/**
 * A total order, oldest first: sums are taken in it, so that they never depend on how rows arrived.
 */
export function bySummingOrder(one: Signal, other: Signal): number {
  const apart = one.publishedAt.getTime() - other.publishedAt.getTime()
  if (apart !== 0) return apart
  return one.impactId < other.impactId ? -1 : one.impactId > other.impactId ? 1 : 0
}
