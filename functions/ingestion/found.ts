/** What an adapter is asked, and what it found. */

import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import type { Handover } from '#shared/pipeline.ts'
import type { NewBar, RejectedBar } from '#shared/sql/market/bars.ts'
import type { NewDocument } from '#shared/sql/documents/arrivals.ts'
import type { Tx } from '#shared/sql/open.ts'
import type { SourceState } from '#shared/sql/universe/sources.ts'

export type Errand = { job: IngestionJob; seen: SourceState; now: Date; signal: AbortSignal }

/** The bytes of one payload as its source gave them. */
export type Raw = {
  bucket: string
  bytes: Uint8Array
  mediaType: 'application/json' | 'text/html' | 'text/plain'
}

export type FoundDocument = Pick<
  NewDocument,
  | 'documentType'
  | 'url'
  | 'title'
  | 'author'
  | 'publisher'
  | 'summary'
  | 'credibilityScore'
  | 'publishedAt'
  | 'hourIsSynthetic'
> & {
  /** Two items with the same identity are the same document. */
  identity: string
  /** The first ticker its source gave; empty where it gave none. */
  ticker: string
  raw: Raw
}

export type Found = {
  documents?: FoundDocument[]
  bars?: { bars: NewBar[]; rejects: RejectedBar[]; raw: Raw }[]
  /** Where the next fetch goes on. */
  seen: Partial<SourceState>
  /** Items passed over, in words; empty where none was. */
  notes?: string[]
  /** How many items there were, where they are neither documents nor bars. */
  items?: number
  /** Records what is neither, in the job's transaction. */
  record?: (tx: Tx) => Promise<readonly Handover<'lake_publish'>[]>
}

/**
 * Asks one source once.
 *
 * @throws PermanentFault where asking again cannot help; anything else to be asked again.
 */
export type Adapter = (errand: Errand) => Promise<Found>

/** A number of a source's settings, or `otherwise` where it says none that is positive. */
export function numberOf(config: Record<string, unknown>, name: string, otherwise: number): number {
  const value = config[name]
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : otherwise
}

/** A text of a source's settings; empty where there is none. */
export function textOf(config: Record<string, unknown>, name: string): string {
  const value = config[name]
  return typeof value === 'string' ? value : ''
}
