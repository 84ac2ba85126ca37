/**
 * What is recommended, for whom, and how much of a portfolio it is worth.
 *
 * Source: docs/FORMULAS.md, Recommendations, action.
 */

import type { RECOMMENDATION_ACTIONS, RECOMMENDATION_MODES } from '../../contracts/sets.ts'
import { roundScore } from '../score.ts'
import type { DataSummary } from '../signal/data-summary.ts'
import type { Market } from '../signal/market.ts'
import type { Vouched } from '../signal/vouched.ts'
import { hoursBetween } from '../signal/window.ts'
import {
  reasonsOf,
  type RecommendationCheck,
  type IneligibilityCode,
  type SuppressionCode,
} from './codes.ts'
import type { EligibilityCheck, EligibilityLimits, Judged } from './eligibility.ts'
import { sayChanges } from './change.ts'
import { riskClassOf, type RiskClass } from './risk.ts'
import {
  bearing,
  type JudgedData,
  type ShiftMarks,
  type SuppressionCheck,
  type SuppressionLimits,
} from './suppression.ts'

export const actionDefaults = {
  tradeStrengthMin: 0.25,
  holdConfidenceMin: 0.5,
  paperConfidenceMin: 0.5,
  liveConfidenceMin: 0.7,
  liveContradictionMax: 0.35,
  /** Of what speaks for it, the share that one document may have. */
  liveDocumentShareMax: 1,
  /** Known owners with a story of their own, before real money is spent; what is held may be sold before. */
  liveBuyVoicesMin: 0,
  /** Shares of a portfolio: 0.01 is 1 %. */
  portfolioPct: { min: 0.01, max: 0.1 },
  maxLossPct: { min: 0.003, max: 0.02 },
  evidenceFull: 10,
}
export type ActionLimits = typeof actionDefaults

/** One version of the rules. What it judged can be judged again as long as it stands. */
export type RecommendationRules = {
  name: string
  suppression: {
    checks: readonly SuppressionCheck[]
    /** Made where what is judged is bullish alone: no way out is held back by them. */
    buyChecks?: readonly SuppressionCheck[]
    limits: SuppressionLimits
  }
  eligibility: { checks: readonly EligibilityCheck[]; limits: EligibilityLimits }
  action: ActionLimits
  /** The numbers that are judged, of the trend's and of what those with a record say by themselves. */
  weigh: (trend: Judged, vouched: Vouched | undefined) => Judged
}

export type Action = (typeof RECOMMENDATION_ACTIONS)[number]
export type Mode = (typeof RECOMMENDATION_MODES)[number]

export type Judgement = {
  action: Action
  mode: Mode
  suppressions: SuppressionCode[]
  ineligibilities: IneligibilityCode[]
  /** Every check made, passed or not, suppression first. */
  checks: RecommendationCheck[]
  /** In [0.01, 0.1]. */
  portfolioPct: number
  /** In [0.003, 0.02]. */
  maxLossPct: number
  /** The numbers that were judged. */
  judged: Judged
  /** Stories that speak for it and owners with a record who tell them; null where none were counted. */
  independent: { stories: number; owners: number } | null
  /** What would make it another one, in sentences; the likeliest first. */
  wouldChange: string[]
  risk: RiskClass
  /** The rules that judged. */
  ruleVersion: string
}

/** What is known of a trend's data and of its market. */
export type KnownData = JudgedData & ShiftMarks & { volatilityRatio: number }

/** Judges a trend by its numbers and by what it rests on. */
export function judge(rules: RecommendationRules, trend: Judged, data: KnownData): Judgement {
  const { suppression, eligibility, action: limits } = rules
  const { vouched, volatilityRatio } = data
  const judged = rules.weigh(trend, vouched)
  const { checks, buyChecks = [] } = suppression
  const made = judged.direction === 'bullish' ? [...checks, ...buyChecks] : checks
  const held = made.map((look) => look(data, suppression.limits))
  const told = eligibility.checks.map((look) => look(judged, eligibility.limits))
  const suppressions = reasonsOf(held)
  const ineligibilities = reasonsOf(told)
  const isEligible = ineligibilities.length === 0
  const verdict = {
    action: isEligible ? actionOf(judged, limits) : ('watch' as const),
    mode:
      isEligible && suppressions.length === 0 ? modeOf(judged, limits, vouched) : 'informational',
    checks: [...held, ...told],
    judged,
  } satisfies Partial<Judgement>
  const { stories, owners = 0 } = vouched ?? {}
  return {
    ...verdict,
    suppressions,
    ineligibilities,
    ...guidelineOf(judged, limits),
    independent: stories === undefined ? null : { stories, owners },
    wouldChange: sayChanges(verdict, limits),
    risk: riskClassOf(judged, { owners, volatilityRatio }),
    ruleVersion: rules.name,
  }
}

/** Judges a trend at a moment by its own data: as `judge`, and what `explain` judges again. */
export function judgeAt(
  rules: RecommendationRules,
  trend: Omit<Judged, 'evidenceCount'> & ShiftMarks & { market: Pick<Market, 'volatilityRatio'> },
  data: DataSummary,
  { extractionFailureRate, now }: { extractionFailureRate: number; now: Date },
): Judgement {
  const { newestPublishedAt, evidenceCount } = data
  const newestAgeHours = newestPublishedAt && hoursBetween(newestPublishedAt, now)
  const { direction, strength, confidence, contradiction, macroOnly, patternOnly } = trend
  return judge(
    rules,
    { direction, strength, confidence, contradiction, evidenceCount },
    {
      ...data,
      extractionFailureRate,
      newestAgeHours,
      sourceTypes: data.sourceTypes.length,
      macroOnly,
      patternOnly,
      volatilityRatio: trend.market.volatilityRatio,
    },
  )
}

/** The action of an eligible trend; a mixed one is never traded, however strong. */
function actionOf(
  { direction, strength, confidence }: Judged,
  limits: ActionLimits = actionDefaults,
): Action {
  if (strength >= limits.tradeStrengthMin && direction === 'bullish') return 'buy'
  if (strength >= limits.tradeStrengthMin && direction === 'bearish') return 'sell'
  return confidence >= limits.holdConfidenceMin ? 'hold' : 'watch'
}

/** Who may act on an eligible trend. */
function modeOf(
  { direction, confidence, contradiction }: Judged,
  limits: ActionLimits,
  vouched: Vouched | undefined,
): Mode {
  if (confidence < limits.paperConfidenceMin) return 'informational'
  const live =
    confidence >= limits.liveConfidenceMin &&
    contradiction <= limits.liveContradictionMax &&
    (vouched?.documentShare ?? 1) <= limits.liveDocumentShareMax &&
    (direction !== 'bullish' || bearsLive(vouched, limits)) &&
    (direction !== 'bullish' || !vouched?.byRules || bearsLive(vouched.byRules, limits))
  return live ? 'live_eligible' : 'paper_eligible'
}

/** Whether what a purchase rests on may spend real money. */
function bearsLive(vouched: Vouched | undefined, limits: ActionLimits): boolean {
  if (limits.liveBuyVoicesMin === 0) return true
  const { voices, documentShare } = bearing(vouched)
  return voices >= limits.liveBuyVoicesMin && documentShare <= limits.liveDocumentShareMax
}

/** How much of a portfolio to use and to risk, both scaled by strength and evidence. */
export function guidelineOf(
  { strength, evidenceCount }: Judged,
  { portfolioPct, maxLossPct, evidenceFull }: ActionLimits = actionDefaults,
): { portfolioPct: number; maxLossPct: number } {
  const scale = strength * Math.min(1, evidenceCount / evidenceFull)
  const scaled = ({ min, max }: { min: number; max: number }) =>
    roundScore(min + (max - min) * scale)
  return { portfolioPct: scaled(portfolioPct), maxLossPct: scaled(maxLossPct) }
}

type Said = { action: Action; mode: Mode; confidence: number }

/** Whether a recommendation says what an earlier one said: action, mode, confidence to 2 decimals. */
export function saysTheSame(one: Said, other: Said): boolean {
  const hundredths = ({ confidence }: Said) => Math.round(roundScore(confidence * 100))
  return (
    one.action === other.action && one.mode === other.mode && hundredths(one) === hundredths(other)
  )
}
