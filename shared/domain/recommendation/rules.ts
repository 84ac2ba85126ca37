/** The versions of the judgement. One that has judged never changes; a change is a new version. */

import { actionDefaults, type RecommendationRules } from './action.ts'
import { eligibilityChecks, eligibilityDefaults } from './eligibility.ts'
import { suppressionChecks, suppressionDefaults } from './suppression.ts'

export const recommendation1: RecommendationRules = {
  name: 'recommendation-1',
  suppression: { checks: suppressionChecks, limits: suppressionDefaults },
  eligibility: { checks: eligibilityChecks, limits: eligibilityDefaults },
  action: actionDefaults,
}
