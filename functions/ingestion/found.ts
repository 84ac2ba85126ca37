/** What an adapter is asked, and what it found. */

import * as v from 'valibot'
import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import type { NewBar, RejectedBar } from '#shared/sql/market/bars.ts'
import type { NewDocument } from '#shared/sql/documents/new-documents.ts'
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
}

/**
 * Asks one source once.
 *
 * @throws PermanentFault where asking again cannot help; anything else to be asked again.
 */
export type Adapter = (errand: Errand) => Promise<Found>

/** A source's settings as its adapter reads them, with what they leave out filled in. */
export function sourceSettingsOf<S extends v.GenericSchema>(
  schema: S,
  { config }: IngestionJob,
): v.InferOutput<S> {
  // Those that are no good were refused before any adapter was asked.
  return v.parse(schema, config)
}

/** A text of what a source was last asked with; empty where there is none. */
export function settingText(config: Record<string, unknown>, name: string): string {
  const value = config[name]
  return typeof value === 'string' ? value : ''
}
