/** Every tunable number of the competitive layer (docs/FORMULAS.md, Competitive layer). */

import type { Catalyst } from '../document/reading/reading.ts'

export type CompetitiveSettings = {
  patternConfidenceMin: number
  strengthMin: number
  routineDays: number
  majorDays: number
  majorFactor: number
  recentDays: number
  staleDays: number
  stalePenalty: number
  samplesMin: number
}

export const competitiveDefaults: CompetitiveSettings = {
  patternConfidenceMin: 0.3,
  strengthMin: 0.2,
  routineDays: 180,
  majorDays: 365,
  majorFactor: 1.3,
  recentDays: 90,
  staleDays: 180,
  stalePenalty: 0.5,
  samplesMin: 3,
}

const MAJOR: readonly Catalyst[] = [
  'merger_acquisition',
  'management_change',
  'restructuring',
  'bankruptcy',
  'spin_off',
  'dividend_change',
  'buyback',
  'major_litigation',
  'regulatory_action',
]

/** What concerns more than the one company: it moves its rivals the same way. */
const SHARED: readonly Catalyst[] = [
  'macro',
  'regulatory_action',
  'labour',
  'supply_chain',
  'other',
]

/** A decision that is rare: patterns look back further for it, and it weighs more. */
export function isMajor(catalyst: Catalyst): boolean {
  return MAJOR.includes(catalyst)
}

export function isCompanySpecific(catalyst: Catalyst): boolean {
  return !SHARED.includes(catalyst)
}

/** How far back samples of a catalyst count, in days. */
export function lookBackDays(catalyst: Catalyst, settings: CompetitiveSettings): number {
  return isMajor(catalyst) ? settings.majorDays : settings.routineDays
}
