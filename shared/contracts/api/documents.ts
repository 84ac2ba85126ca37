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
import type { ApiRoutes } from './route.ts'
import { AskedTicker, Code, Count, Moment, Score, Sha256, TextQuote, longList } from './words.ts'

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

const QualityParts = v.strictObject({
  length: Share,
  structure: Share,
  clean: Share,
  title: Share,
  date: Share,
  english: Share,
  mention: Share,
})

export const DocumentDetail = v.strictObject({
  ...DocumentHead.entries,
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
})
export type DocumentDetail = v.InferOutput<typeof DocumentDetail>

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

/** What was said of the document as a whole, and by which reader. */
export const Reading = v.strictObject({
  readingId: Uuid,
  isCurrent: v.boolean(),
  model: v.string(),
  modelVersion: v.string(),
  promptVersion: v.string(),
  summary: v.string(),
  keyFacts: v.array(TextQuote),
  confidence: Share,
  novelty: Share,
  inputSha256: Sha256,
  inputLength: Count,
  extractedAt: Moment,
})
export type Reading = v.InferOutput<typeof Reading>

export const QuotedImpact = v.strictObject({
  ...Impact.entries,
  impactId: Uuid,
  quotes: v.array(TextQuote),
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
})
export type GlobalEvent = v.InferOutput<typeof GlobalEvent>

/** Characters of a document's text that one answer carries. */
export const TEXT_MAX = 200_000

/** A document, its text, whom it names, and what was read out of it. */
/** Another document that tells the same story. */
const TellingRow = v.strictObject({
  documentId: Uuid,
  title: v.string(),
  publisher: v.string(),
  publishedAt: Moment,
})
export type TellingRow = v.InferOutput<typeof TellingRow>

export const TELLINGS_MAX = 20

export const DocumentPage = v.strictObject({
  document: DocumentDetail,
  mentions: v.array(CompanyMention),
  impacts: v.array(QuotedImpact),
  reading: v.nullable(Reading),
  earlierReadings: v.array(Reading),
  event: v.nullable(GlobalEvent),
  /** Others that tell its story, the first teller first; at most 20. */
  alsoToldBy: v.pipe(v.array(TellingRow), v.maxLength(TELLINGS_MAX)),
  /** Null where there is none, or its object is gone. */
  text: v.nullable(v.pipe(v.string(), v.maxLength(TEXT_MAX))),
})
export type DocumentPage = v.InferOutput<typeof DocumentPage>

export const documentRoutes = {
  'GET /api/documents': {
    service: 'query-api',
    role: 'viewer',
    does: 'lists documents',
    query: longList({ ticker: AskedTicker, status: v.optional(Code) }, 'publishedAt'),
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
