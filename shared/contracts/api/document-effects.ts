/** What stands around a document: what it led to, why it led to nothing yet, who else tells its story. */

import * as v from 'valibot'
import { Share, Ticker, TrendWindow, Uuid } from '../primitives.ts'
import {
  EVIDENCE_SIDES,
  RECOMMENDATION_ACTIONS,
  RECOMMENDATION_MODES,
  SENTIMENTS,
} from '../sets.ts'
import { Sign } from './events.ts'
import { Code, Count, ListWord, Moment, TextQuote } from './words.ts'

/** A company that the event it tells of moves; 1 helps it, -1 hurts it. */
export const EventHit = v.strictObject({
  ticker: Ticker,
  score: Share,
  direction: Sign,
})

/** Work on the document that waits, or that was given up. */
export const DocumentJob = v.strictObject({
  jobId: Uuid,
  list: ListWord,
  state: v.picklist(['queued', 'dead']),
  deliveries: Count,
  reason: v.nullable(Code),
  lastError: v.nullable(v.string()),
  enqueuedAt: Moment,
})

/** A recommendation that the document is evidence of, or against. */
export const EvidenceOfRow = v.strictObject({
  recommendationId: Uuid,
  ticker: Ticker,
  trendWindow: TrendWindow,
  generatedAt: Moment,
  action: v.picklist(RECOMMENDATION_ACTIONS),
  mode: v.picklist(RECOMMENDATION_MODES),
  side: v.picklist(EVIDENCE_SIDES),
})

export const DOCUMENT_ROWS_MAX = 10

/** Another document that tells the same story. */
export const TellingRow = v.strictObject({
  documentId: Uuid,
  title: v.string(),
  publisher: v.string(),
  publishedAt: Moment,
})
export type TellingRow = v.InferOutput<typeof TellingRow>

export const TELLINGS_MAX = 20

export const CompanyMention = v.strictObject({
  ticker: Ticker,
  legalName: v.string(),
  alias: v.string(),
  /** -1 where only the source named it. */
  firstOffset: v.pipe(v.number(), v.integer(), v.minValue(-1)),
  mentionCount: Count,
  inTitle: v.boolean(),
})
export type CompanyMention = v.InferOutput<typeof CompanyMention>

/** What the quality of a text is made of. */
export const QualityParts = v.strictObject({
  length: Share,
  structure: Share,
  clean: Share,
  title: Share,
  date: Share,
  english: Share,
  mention: Share,
})

/** What a model said of a company and was not believed, and what the rules read there. */
export const HeldClaimRow = v.strictObject({
  entity: v.string(),
  sentiment: v.picklist(SENTIMENTS),
  code: Code,
  rules: v.strictObject({ sentiment: v.picklist(SENTIMENTS), confidence: Share }),
  quotes: v.array(TextQuote),
})

/** What a quote claims that prices or EDGAR know too, and what those say to it. */
export const CheckedClaimRow = v.strictObject({
  kind: v.picklist([
    'claim_price_move',
    'claim_filing',
    'claim_revenue',
    'claim_net_income',
    'claim_earnings_per_share',
    'claim_dividend',
    'claim_split',
  ]),
  quote: v.string(),
  state: v.picklist(['claim_open', 'claim_borne_out', 'claim_refuted', 'claim_unknown']),
  says: v.string(),
  decidedAt: v.nullable(Moment),
})

/** What spoke for a reading by rules, in words, and how loud. */
export const ReadingReason = v.strictObject({ says: v.string(), weight: v.number() })
