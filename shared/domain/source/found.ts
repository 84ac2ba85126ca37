/** What an adapter is asked, and what it found. */

import type { IngestionJob } from '../../contracts/jobs/ingestion.ts'
import type { DateFlag } from '../document/text/instant.ts'
import type { EarningsNotice } from '../fundamentals/earnings-dates.ts'
import type { Fact } from '../fundamentals/facts.ts'
import type { ActionSpan, NewAction } from '../market/action.ts'
import type { BarVendor, NewBar, NewMinuteBar, RejectedBar } from '../market/bar.ts'
import type { NewDetails } from '../market/details.ts'

/** What a fetch goes on from. */
export type SourceState = { lastPublishedAt: Date | null; state: Record<string, unknown> }

export type Errand = { job: IngestionJob; seen: SourceState; now: Date; signal: AbortSignal }

/** The bytes of one payload as its source gave them. */
export type Raw = {
  bucket: string
  bytes: Uint8Array
  mediaType: 'application/json' | 'text/html' | 'text/plain'
}

export type FoundDocument = {
  documentType: 'article' | 'filing'
  /** Two items with the same identity are the same document. */
  identity: string
  /** What the source itself calls it: a guid, an id, an accession number; null or absent where it gives none. */
  sourceItemId?: string | null
  url: string | null
  title: string
  author: string | null
  /** Whom the item itself names as its publisher: for people, never for belief. */
  publisher: string
  /** The registered domain it was fetched from, or its feed's registered owner; null or absent where unknown. */
  publisherDomain?: string | null
  summary: string
  credibilityScore: number
  publishedAt: Date
  hourIsSynthetic: boolean
  /** When its source says it last changed it, where it says so. */
  revisedAt?: Date | null
  /** What people read of it; absent where that is what its raw payload reads as. Other content is another version. */
  content?: string
  dateFlags?: readonly DateFlag[]
  /** The first ticker its source gave; empty where it gave none. */
  ticker: string
  raw: Raw
}

/** One record that cannot be used, as it came. */
export type Reject = {
  /** A lower_snake word of docs/CODES.md. */
  reason: string
  /** What was wanted and what was found, in words. */
  says: string
  item: Uint8Array
}

/** One payload of prices: days, or minutes. */
export type BarsPage = {
  bars: NewBar[]
  minutes?: NewMinuteBar[]
  rejects: RejectedBar[]
  raw: Raw
  /** Polygon where nothing is said. */
  vendor?: BarVendor
}

export type FoundReference = {
  actions: NewAction[]
  /** Spans that were told whole: what was told of them before and is not now is withdrawn. */
  whole: ActionSpan[]
  details: NewDetails[]
}

export type Found = {
  documents?: FoundDocument[]
  bars?: BarsPage[]
  reference?: FoundReference
  /** Figures that the company reported. */
  facts?: readonly Fact[]
  /** Filings that told its results, whether or not they were read. */
  earnings?: readonly EarningsNotice[]
  rejects?: readonly Reject[]
  /** Parts of what was asked for that could not be had this time, in words: the run went partly. */
  missing?: readonly string[]
  /** The vendor will not answer until somebody changes something there: when to ask again, and why. */
  rests?: { until: Date; says: string }
  /** Where the next fetch goes on. */
  seen: Partial<SourceState>
  /** What people should know of the fetch, in words: it went well all the same. */
  notes?: string[]
}

/**
 * Asks one source once.
 *
 * @throws PermanentFault where asking again cannot help; anything else to be asked again.
 */
export type Adapter = (errand: Errand) => Promise<Found>
