/** A trend and facts that pass every check, to be changed one number at a time. */

import type { Judged } from '#shared/domain/recommendation/eligibility.ts'
import type { Vouched } from '#shared/domain/signal/vouched.ts'
import type { JudgedData } from '#shared/domain/recommendation/suppression.ts'

export const strong: Judged = {
  direction: 'bullish',
  strength: 0.5,
  confidence: 0.8,
  contradiction: 0.1,
  evidenceCount: 10,
}

export const sound: JudgedData = {
  dataConfidence: 0.8,
  newestAgeHours: 1,
  sourceTypes: 1,
  extractionFailureRate: 0.1,
  validDocuments: 10,
  dataQuality: 0.9,
}

export const free = { macroOnly: false, patternOnly: false, volatilityRatio: 1 }

/** What those with a record say by themselves, as the whole trend does. */
export const vouched: Vouched = {
  ...strong,
  stories: 5,
  owners: 3,
  knownOwners: 2,
  voices: 3,
  recentVoices: 3,
  documentShare: 0.2,
}
