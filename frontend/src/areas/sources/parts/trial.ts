/** Kinds of source that can be tried, in words, and what a trial tells of them. */

import type { TrialRow } from '#shared/contracts/api/source-trials.ts'

export type TrialKind = TrialRow['type']

const words: Readonly<Record<TrialKind, string>> = {
  feed: 'Feed (RSS or Atom)',
  page: 'Page',
  'polygon-news': 'Polygon news',
  'polygon-bars': 'Polygon bars',
  edgar: 'EDGAR filings',
  alpaca: 'Alpaca account',
}
export const TRIAL_CHOICES = Object.entries(words) as [TrialKind, string][]

/** Of these an address is asked; of the others a file is read, as the vendor answers. */
export const isAddressed = (kind: TrialKind): boolean => kind === 'feed' || kind === 'page'

export type TrialLine = Readonly<Record<string, unknown>>
