/** What reading a document yields, whichever reader reads it: rules or a language model. */

import type {
  CATALYSTS,
  DURATIONS,
  EVENT_DIRECTIONS,
  SENTIMENTS,
  SEVERITIES,
} from '../../../contracts/sets.ts'
import type { Mention } from '../mentions/mentions.ts'

/** A verbatim piece of the text: `text === whole.slice(start, end)`, under 20 words. */
export type Quote = { text: string; start: number; end: number }

export type Sentiment = (typeof SENTIMENTS)[number]

export type Catalyst = (typeof CATALYSTS)[number]

/** One company's share of one document. */
export type CompanyReading = {
  /** The entity as it was asked for: a ticker, or a name. */
  entity: string
  sentiment: Sentiment
  /** In [-1, 1]. */
  score: number
  /** In [0, 1]: how much it should move the company. */
  impact: number
  /** In [0, 1]: how likely its sentiment is right. */
  confidence: number
  /** The same before it was calibrated, where the reader or its table calibrates. */
  rawConfidence?: number
  catalyst: Catalyst
  quotes: Quote[]
  /** Who read it, where that is another than who read the rest of its document. */
  by?: ReaderIdentity
  /** What rules read in the same text, where a model read it: nothing is bought on a model's word alone. */
  byRules?: RulesReading
}

export type RulesReading = Pick<CompanyReading, 'sentiment' | 'impact' | 'confidence'>

/** Who read: stored beside what was read. */
export type ReaderIdentity = { model: string; modelVersion: string; promptVersion: string }

/** What a model said of a company and the text does not bear, or the rules' model contradicts: no signal. */
export type HeldClaim = {
  entity: string
  sentiment: Sentiment
  /** A word of docs/CODES.md. */
  code: 'no_sentence' | 'contradicts_rules'
  /** What rules read there. */
  rules: { sentiment: Sentiment; confidence: number }
  quotes: Quote[]
}

export type Extraction = {
  companies: CompanyReading[]
  /** Where it is another than the reader's own name: a version of a model, or rules in a model's place. */
  by?: ReaderIdentity
  held?: HeldClaim[]
  /** Sentences that speak to a machine that reads them: shown to no model, and not quoted. */
  addressed?: number
  /** At most five, in the order of the text. */
  keyFacts: Quote[]
  summary: string
  /** In [0, 1]; the highest of the companies. */
  confidence: number
}

export type Severity = (typeof SEVERITIES)[number]

export type EventDirection = (typeof EVENT_DIRECTIONS)[number]

export type Duration = (typeof DURATIONS)[number]

/** What happened in the world. */
export type EventReading = {
  eventType: string
  severity: Severity
  direction: EventDirection
  regions: string[]
  sectors: string[]
  commodities: string[]
  duration: Duration
  isInternational: boolean
  /** In [0, 1]. */
  confidence: number
  summary: string
  quotes: Quote[]
  /** As of an extraction. */
  by?: ReaderIdentity
}

/** An entity to be read about, and where the text names it. */
export type Entity = { name: string; occurrences: readonly { start: number; end: number }[] }

/** Who reads: its names are stored beside what it read. */
export type Reader = ReaderIdentity & {
  extract(text: string, mentions: readonly Mention[], signal: AbortSignal): Promise<Extraction>
  /** Null where the text tells of no event. */
  classify(text: string, signal: AbortSignal): Promise<EventReading | null>
}

/**
 * How new a document's news is: 1 for the first of its catalyst for a company, a half for the
 * second, a third for the third. `seenBefore` counts those published in the three days before.
 */
function noveltyOf(seenBefore: number): number {
  return 1 / (1 + seenBefore)
}

export const NOVELTY_DAYS = 3

/** How often a catalyst was told for a ticker in those days. */
type TimesSeen = { ticker: string; catalyst: string; times: number }

/** The novelty of a reading: of several companies the one with the newest news counts; 0 of none. */
export function noveltyAmong(
  seen: readonly TimesSeen[],
  { companies }: Pick<Extraction, 'companies'>,
): number {
  const times = companies.map(
    ({ entity, catalyst }) =>
      seen.find((one) => one.ticker === entity && one.catalyst === catalyst)?.times ?? 0,
  )
  return times.length === 0 ? 0 : noveltyOf(Math.min(...times))
}
