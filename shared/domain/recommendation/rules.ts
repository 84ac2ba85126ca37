/** The versions of the judgement. One that has judged never changes; a change is a new version. */

import type { Vouched } from '../signal/vouched.ts'
import { actionDefaults, type RecommendationRules } from './action.ts'
import { eligibilityChecks, eligibilityDefaults, type Judged } from './eligibility.ts'
import {
  independenceChecks,
  seasonCheck,
  suppressionChecks,
  suppressionDefaults,
} from './suppression.ts'

export const recommendation1: RecommendationRules = {
  name: 'recommendation-1',
  suppression: { checks: suppressionChecks, limits: suppressionDefaults },
  eligibility: { checks: eligibilityChecks, limits: eligibilityDefaults },
  action: actionDefaults,
  weigh: (trend) => trend,
}

/** Nothing is acted on that those with a record do not say by themselves, two known owners among them. */
export const recommendation2: RecommendationRules = {
  ...recommendation1,
  name: 'recommendation-2',
  suppression: {
    checks: [...suppressionChecks, ...independenceChecks],
    limits: suppressionDefaults,
  },
  action: { ...actionDefaults, liveDocumentShareMax: 0.35 },
  weigh: theWeaker,
}

/**
 * What two known owners say has to have stood for hours before it is bought on, and spends no real money; what three
 * say need not. Sales are judged as before: to be late out costs more than to be out for nothing.
 */
export const recommendation3: RecommendationRules = {
  ...recommendation2,
  name: 'recommendation-3',
  suppression: {
    ...recommendation2.suppression,
    buyChecks: [seasonCheck],
  },
  action: { ...recommendation2.action, liveBuyVoicesMin: 3 },
}

/** The weaker of two in every number; neutral where they point to different sides. */
function theWeaker(trend: Judged, vouched: Vouched | undefined): Judged {
  if (!vouched) return { ...trend, evidenceCount: 0 }
  return {
    direction: trend.direction === vouched.direction ? trend.direction : 'neutral',
    strength: Math.min(trend.strength, vouched.strength),
    confidence: Math.min(trend.confidence, vouched.confidence),
    contradiction: Math.max(trend.contradiction, vouched.contradiction),
    evidenceCount: vouched.evidenceCount,
  }
}
