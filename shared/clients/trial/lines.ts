/** What a trial tells, one value a line. */

import type { Remembered } from '../../domain/document/remembered.ts'
import type { Found, Reject } from '../../domain/source/found.ts'
import type { BrokerState } from '../../domain/trading/broker-state.ts'
import { parseRaw } from '../../domain/document/parse-raw.ts'
import type { Route } from '../../domain/document/parse.ts'
import type { Registry } from '../../domain/document/mentions/registry.ts'
import { extractByModel } from '../../domain/document/tone/extract.ts'
import { beginning, wholeBeginning } from '../../domain/document/text/cut.ts'
import type { SourceType } from '../../contracts/sources/source-configs.ts'

type TrialReading = { ticker: string; sentiment: string; score: number; catalyst: string }

export type TrialLine =
  | {
      kind: 'document'
      id: string
      version: number
      story: string
      title: string
      published_at: string
      flags: readonly string[]
      publisher: string
      claimed_publisher: string
      url: string | null
      mentions: { ticker: string; offset: number }[]
      route: Route
      quality: { score: number; confidence: string; reason: string | null }
      reading: TrialReading[]
    }
  | { kind: 'bars'; ticker: string; count: number }
  | ({ kind: 'account' | 'order' | 'position' | 'fill' } & Record<string, unknown>)
  | { kind: 'reject'; reason: string; says: string; item: string }
  | {
      kind: 'summary'
      outcome: 'succeeded' | 'partly' | 'failed'
      items: number
      kept: number
      rejected: number
      notes: readonly string[]
    }

/** What is handed on to be read for meaning, as EXTRACTION_TEXT_MAX has it by default. */
const READ_MAX = 8_000
const ITEM_MAX = 2_000

/** A document as it would be stored, parsed and read. */
export function documentLine(
  { document, id, version, story }: Remembered & { story: string },
  sourceType: SourceType,
  registry: Registry,
): TrialLine {
  const { raw, documentType, title: given, url, publisher, publisherDomain } = document
  const { title, parsed } = parseRaw(
    { documentType, sourceType, title: given, bytes: raw.bytes, mediaType: raw.mediaType },
    registry,
  )
  const { mentions, route, quality, text } = parsed
  const flags = document.dateFlags ?? (document.hourIsSynthetic ? ['undated'] : [])
  return {
    kind: 'document',
    id,
    version,
    story,
    title,
    published_at: document.publishedAt.toISOString(),
    flags,
    publisher: publisherDomain ?? publisher,
    claimed_publisher: publisher,
    url,
    mentions: mentions.map(({ company, firstOffset }) => ({
      ticker: company.ticker,
      offset: firstOffset,
    })),
    route,
    quality: { score: quality.score, confidence: quality.confidence, reason: quality.reason },
    reading: route.to === 'extraction' ? readingOf(text, mentions) : [],
  }
}

function readingOf(
  text: string,
  mentions: ReturnType<typeof parseRaw>['parsed']['mentions'],
): TrialReading[] {
  const entities = mentions
    .filter(({ firstOffset }) => firstOffset >= 0)
    .map(({ company, occurrences }) => ({ name: company.ticker, occurrences }))
  return extractByModel(wholeBeginning(text, READ_MAX), entities).companies.map(
    ({ entity, sentiment, score, catalyst }) => ({ ticker: entity, sentiment, score, catalyst }),
  )
}

/** Bars by ticker, in the order they were told. */
export function barLines(found: Found): TrialLine[] {
  const counts = new Map<string, number>()
  for (const { bars } of found.bars ?? [])
    for (const { ticker } of bars) counts.set(ticker, (counts.get(ticker) ?? 0) + 1)
  return [...counts].map(([ticker, count]) => ({ kind: 'bars', ticker, count }))
}

/** Every record that cannot be used, refused bars among them. */
export function rejectLines(found: Found): TrialLine[] {
  const bars = (found.bars ?? []).flatMap(({ rejects }) =>
    rejects.map(({ reason, ticker, payload }) => ({
      kind: 'reject' as const,
      reason,
      says: `a bar of ${ticker || 'no ticker'}`,
      item: beginning(JSON.stringify(payload), ITEM_MAX),
    })),
  )
  return [...(found.rejects ?? []).map(rejectLine), ...bars]
}

function rejectLine({ reason, says, item }: Reject): TrialLine {
  return {
    kind: 'reject',
    reason,
    says,
    item: beginning(Buffer.from(item).toString('utf8'), ITEM_MAX),
  }
}

/** An account as it would be kept. */
export function accountLines({ account, orders, positions, fills }: BrokerState): TrialLine[] {
  return [
    { kind: 'account', ...account },
    ...orders.map((order) => ({ kind: 'order' as const, ...order })),
    ...positions.map((position) => ({ kind: 'position' as const, ...position })),
    ...fills.map((fill) => ({ kind: 'fill' as const, ...fill })),
  ]
}
