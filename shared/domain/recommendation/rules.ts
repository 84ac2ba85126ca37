/** The versions of the judgement. One that has judged never changes; a change is a new version. */

import type { Vouched } from '../signal/vouched.ts'
import { actionDefaults, type RecommendationRules } from './action.ts'
import { eligibilityChecks, eligibilityDefaults, type Judged } from './eligibility.ts'
import {
  independenceChecks,
  isToldByMany,
  modelCheck,
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
 * A purchase rests on what has stood for hours and passes by itself, and of two known owners spends no real money;
 * what three told lately need not have stood. Sales are judged as before: to be late out costs more than to be out for nothing.
 */
export const recommendation3: RecommendationRules = {
  ...recommendation2,
  name: 'recommendation-3',
  suppression: {
    ...recommendation2.suppression,
    buyChecks: [seasonCheck],
  },
  action: { ...recommendation2.action, liveBuyVoicesMin: 3 },
  weigh: whatStands,
}

/** Nothing is bought that rules alone would not buy of the same documents: a model may only be the more careful. */
export const recommendation4: RecommendationRules = {
  ...recommendation3,
  name: 'recommendation-4',
  suppression: { ...recommendation3.suppression, buyChecks: [seasonCheck, modelCheck] },
  weigh: whatRulesBear,
}

/** No stronger and no surer than by the rules' own reading, where both are for it. */
function whatRulesBear(trend: Judged, vouched: Vouched | undefined): Judged {
  const judged = whatStands(trend, vouched)
  const byRules = vouched?.byRules
  if (judged.direction !== 'bullish' || !byRules) return judged
  const read = whatStands(byRules, byRules)
  // What is held back for it is shown as it was told.
  if (read.direction !== 'bullish') return judged
  const { evidenceCount, ...weaker } = theWeaker(judged, { ...byRules, ...read })
  return { ...weaker, evidenceCount: Math.min(judged.evidenceCount, evidenceCount) }
}

/** As strong and as sure as what stood, where both are for it: what was just planted beside it adds nothing. */
function whatStands(trend: Judged, vouched: Vouched | undefined): Judged {
  const judged = theWeaker(trend, vouched)
  if (judged.direction !== 'bullish' || !vouched || isToldByMany(vouched)) return judged
  const { seasoned } = vouched
  const isEnough = (seasoned?.voices ?? 0) >= suppressionDefaults.voicesMin
  // What is held back for it is shown as it was told.
  return isEnough && seasoned?.direction === 'bullish' ? theWeaker(judged, seasoned) : judged
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
