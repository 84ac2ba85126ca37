/** What the signals of a trend rest on: how many documents, how sure, how good, how new. */

import { roundScore } from '../score.ts'
import type { Scoring } from './scoring.ts'
import type { Vouched } from './vouched.ts'
import { confidenceIn, type Signal } from './weight.ts'

export type DataSummary = {
  /** Signals that take a side. */
  evidenceCount: number
  validDocuments: number
  /** Mean extraction confidence in [0, 1]; null without signals, as the next two. */
  dataConfidence: number | null
  /** Mean quality of the documents in [0, 1]. */
  dataQuality: number | null
  /** Of signals whose date can be. */
  newestPublishedAt: Date | null
  /** Distinct, in alphabetical order. */
  sourceTypes: string[]
  /** What those with a record say by themselves; not before scoring-3. */
  vouched?: Vouched
}

/** Sums up the data behind signals that are in summing order. */
export function summariseData(signals: readonly Signal[], scoring: Scoring): DataSummary {
  const documents = [...new Map(signals.map((signal) => [signal.documentId, signal])).values()]
  return {
    evidenceCount: signals.filter(({ sentiment }) => sentiment !== 0).length,
    validDocuments: documents.length,
    dataConfidence: meanOf(signals.map((signal) => confidenceIn(signal, scoring))),
    dataQuality: meanOf(documents.map(({ quality }) => quality)),
    newestPublishedAt:
      signals.findLast(({ dateIsImplausible }) => !dateIsImplausible)?.publishedAt ?? null,
    sourceTypes: [...new Set(signals.map(({ sourceType }) => sourceType))].sort(),
  }
}

function meanOf(values: readonly number[]): number | null {
  if (values.length === 0) return null
  return roundScore(values.reduce((sum, value) => sum + value, 0) / values.length)
}
