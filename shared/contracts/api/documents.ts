/** What the API answers about documents: what came in, and what was read out of it. */

import * as v from 'valibot'
import { Share, Ticker, Uuid } from '../primitives.ts'
import { SourceType } from '../sources/source-configs.ts'
import {
  CATALYSTS,
  DOCUMENT_STATUSES,
  DOCUMENT_TYPES,
  DURATIONS,
  EVENT_DIRECTIONS,
  SENTIMENTS,
  SEVERITIES,
  TEXT_QUALITIES,
} from '../sets.ts'
import {
  CheckedClaimRow,
  CompanyMention,
  DOCUMENT_ROWS_MAX,
  DocumentJob,
  EventHit,
  EvidenceOfRow,
  HeldClaimRow,
  QualityParts,
  ReadingReason,
  TELLINGS_MAX,
  TellingRow,
} from './document-effects.ts'
import type { ApiRoutes } from './route.ts'
import { documentNarrows, documentTotals } from './totals.ts'
import { Code, Count, Moment, Score, Sha256, TextQuote, datedList } from './words.ts'

const DocumentHead = v.strictObject({
  documentId: Uuid,
  title: v.string(),
  publisher: v.string(),
  documentType: v.picklist(DOCUMENT_TYPES),
  sourceType: SourceType,
  status: v.picklist(DOCUMENT_STATUSES),
  statusReason: v.nullable(Code),
  publishedAt: Moment,
  hourIsSynthetic: v.boolean(),
  ingestedAt: Moment,
})

const Impact = v.strictObject({
  ticker: Ticker,
  sentiment: v.picklist(SENTIMENTS),
  sentimentScore: Score,
  impactScore: Share,
  confidence: Share,
  catalyst: v.picklist(CATALYSTS),
  horizon: v.nullable(v.string()),
})

export const DocumentRow = v.strictObject({
  ...DocumentHead.entries,
  tickers: v.array(Ticker),
  impacts: v.array(Impact),
})
export type DocumentRow = v.InferOutput<typeof DocumentRow>

export const DocumentDetail = v.strictObject({
  ...DocumentHead.entries,
  /** Null where its source is gone. */
  sourceId: v.nullable(Uuid),
  sourceName: v.nullable(v.string()),
  url: v.nullable(v.string()),
  author: v.nullable(v.string()),
  summary: v.string(),
  credibilityScore: Share,
  statusAt: Moment,
  /** From 1; one more with each correction. */
  version: Count,
  contentHash: Sha256,
  rawBucket: v.string(),
  rawKey: v.string(),
  rawSha256: Sha256,
  rawMediaType: v.string(),
  normalizedBucket: v.nullable(v.string()),
  normalizedKey: v.nullable(v.string()),
  normalizedSha256: v.nullable(Sha256),
  normalizedLength: v.nullable(Count),
  qualityScore: v.nullable(Share),
  qualityConfidence: v.nullable(v.picklist(TEXT_QUALITIES)),
  /** What the score is made of; null where it was parsed by an older release. */
  qualityParts: v.nullable(QualityParts),
  /** Why it is not more, the gravest first. */
  qualityReasons: v.nullable(v.array(Code)),
  language: v.nullable(v.string()),
  /** What is odd about its date. */
  dateFlags: v.array(Code),
  /** Who stands behind the publisher, and whether that one had a record when it came. */
  owner: v.nullable(v.string()),
  ownerRecord: v.nullable(v.picklist(['known', 'earned', 'none'])),
  /** How often a reading of it failed, and when it is tried again; null where it is not. */
  extractionTries: Count,
  nextTryAt: v.nullable(Moment),
})
export type DocumentDetail = v.InferOutput<typeof DocumentDetail>

const readBy = { model: v.string(), modelVersion: v.string(), promptVersion: v.string() }

/** What was said of the document as a whole, and by which reader. */
export const Reading = v.strictObject({
  readingId: Uuid,
  /** From 1; one more with each reading of its document. */
  number: Count,
  /** Of the document, as it was read. */
  version: Count,
  impacts: v.array(Impact),
  isCurrent: v.boolean(),
  ...readBy,
  summary: v.string(),
  keyFacts: v.array(TextQuote),
  confidence: Share,
  novelty: Share,
  inputSha256: Sha256,
  inputLength: Count,
  extractedAt: Moment,
  /** What a model said and the text or the rules do not bear: it counts nothing. */
  held: v.array(HeldClaimRow),
  /** Sentences that speak to a machine that reads: shown to no model. */
  addressed: Count,
})
export type Reading = v.InferOutput<typeof Reading>

export const QuotedImpact = v.strictObject({
  ...Impact.entries,
  impactId: Uuid,
  /** Who read this company, where that is another than who read the rest: `finbert 0a1b2c`. */
  readBy: v.nullable(v.string()),
  quotes: v.array(TextQuote),
  because: v.array(ReadingReason),
  /** At most one of a kind; where one is refuted, the impact counts nothing. */
  claims: v.array(CheckedClaimRow),
})
export type QuotedImpact = v.InferOutput<typeof QuotedImpact>

export const GlobalEvent = v.strictObject({
  globalEventId: Uuid,
  eventType: Code,
  severity: v.picklist(SEVERITIES),
  direction: v.picklist(EVENT_DIRECTIONS),
  affectedRegions: v.array(v.string()),
  affectedSectors: v.array(v.string()),
  affectedCommodities: v.array(v.string()),
  duration: v.picklist(DURATIONS),
  confidence: Share,
  summary: v.string(),
  quotes: v.array(TextQuote),
  ...readBy,
})
export type GlobalEvent = v.InferOutput<typeof GlobalEvent>

/** Characters of its text that one answer carries. */
export const TEXT_MAX = 200_000

/** A document, its text, whom it names, what was read out of it, and what rests on it. */
export const DocumentPage = v.strictObject({
  document: DocumentDetail,
  mentions: v.array(CompanyMention),
  impacts: v.array(QuotedImpact),
  reading: v.nullable(Reading),
  earlierReadings: v.array(Reading),
  event: v.nullable(GlobalEvent),
  /** Whom that event moves, the most moved first. */
  hits: v.pipe(v.array(EventHit), v.maxLength(DOCUMENT_ROWS_MAX)),
  /** Why it was not read yet, where work on it waits or was given up; newest first. */
  jobs: v.pipe(v.array(DocumentJob), v.maxLength(DOCUMENT_ROWS_MAX)),
  /** What rests on it, the newest first. */
  evidenceOf: v.pipe(v.array(EvidenceOfRow), v.maxLength(DOCUMENT_ROWS_MAX)),
  /** Others that tell its story, the first teller first; at most 20. */
  alsoToldBy: v.pipe(v.array(TellingRow), v.maxLength(TELLINGS_MAX)),
  /** Null where there is none, or its object is gone or another by now. */
  text: v.nullable(v.pipe(v.string(), v.maxLength(TEXT_MAX))),
})
export type DocumentPage = v.InferOutput<typeof DocumentPage>

export const documentRoutes = {
  ...documentTotals,
  'GET /api/documents': {
    service: 'query-api',
    role: 'viewer',
    does: 'lists documents',
    query: datedList(documentNarrows, 'publishedAt'),
    pages: { field: 'documentId', param: 'after' },
    answer: v.array(DocumentRow),
    topic: 'documents',
  },
  'GET /api/documents/:id': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows a document and what was read in it',
    names: 'document',
    answer: DocumentPage,
    topic: 'documents',
  },
} as const satisfies ApiRoutes
