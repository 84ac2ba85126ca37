/** The versions of the scoring. One that has summed up never changes; a change is a new version. */

import { rankOf } from './evidence.ts'
import { scoringDefaults, type Scoring } from './scoring.ts'
import { byRecord, summariseByRecord } from './by-record.ts'
import { byStory, eachForItself } from './hearing.ts'
import { summarise, type Trend } from './trend.ts'
import type { Signal, View, WeighedSignal } from './weight.ts'

/** One version: its numbers, and the formulas that use them. */
export type ScoringRules = {
  name: string
  numbers: Scoring
  /** Signals that were summed up together, in summing order. */
  weighAll: (signals: readonly Signal[], view: View) => WeighedSignal[]
  rank: (weighed: WeighedSignal, numbers: Scoring) => number
  summarise: (ticker: string, signals: readonly Signal[], view: View) => Trend
}

export const scoring1: ScoringRules = {
  name: 'scoring-1',
  numbers: scoringDefaults,
  weighAll: eachForItself.weighAll,
  rank: rankOf,
  summarise: (ticker, signals, view) => summarise(ticker, signals, view, eachForItself),
}

/** Copies of a story are one voice. */
export const scoring2: ScoringRules = {
  ...scoring1,
  name: 'scoring-2',
  weighAll: byStory.weighAll,
  summarise: (ticker, signals, view) => summarise(ticker, signals, view, byStory),
}

/**
 * Owners with a record are heard, the rest a little; what those say by themselves stands with the trend. The gate
 * looks at what was read of the company, not at the best read company of its document.
 */
export const scoring3: ScoringRules = {
  ...scoring2,
  name: 'scoring-3',
  numbers: { ...scoringDefaults, sureOf: 'company' },
  weighAll: byRecord.weighAll,
  summarise: (ticker, signals, view) => summariseByRecord(ticker, signals, view),
}

/** What has stood for hours is summed up by itself, too. */
export const scoring4: ScoringRules = {
  ...scoring3,
  name: 'scoring-4',
  summarise: (ticker, signals, view) =>
    summariseByRecord(ticker, signals, view, { isSeasoned: true }),
}

/** What rules alone read in documents that a model read is summed up beside it. */
export const scoring5: ScoringRules = {
  ...scoring4,
  name: 'scoring-5',
  summarise: (ticker, signals, view) =>
    summariseByRecord(ticker, signals, view, { isSeasoned: true, isByRules: true }),
}
