/** What the API answers about sources: how each fares, its runs, and what of it could not be used. */

import * as v from 'valibot'
import { Share, Uuid } from '../primitives.ts'
import { RUN_STATUSES, SOURCE_STATES, STREAM_STATES } from '../sets.ts'
import { SourceType } from '../sources/source-configs.ts'
import { BorneOut, PublisherRecord } from './quality.ts'
import { RowVersion } from './registry-words.ts'
import type { ApiRoutes } from './route.ts'
import { AskedTicker, Code, Count, Detail, Moment, longList, shortList } from './words.ts'

export const WatchedSource = v.strictObject({
  sourceId: Uuid,
  /** Empty for a source that serves the whole market. */
  ticker: v.string(),
  sourceType: SourceType,
  sourceName: v.string(),
  state: v.picklist(SOURCE_STATES),
  /** Its settings are at work; a source of a company that rests is paused all the same. */
  active: v.boolean(),
  version: RowVersion,
  credibilityScore: Share,
  /** Business seconds between two fetches. */
  cadenceSeconds: v.number(),
  lastSucceededAt: v.nullable(Moment),
  newestItemAt: v.nullable(Moment),
  /** In a row; 0 once it went well. */
  failures: Count,
  failingSince: v.nullable(Moment),
  lastError: v.nullable(v.string()),
  /** Null before its first turn, and while it is paused. */
  nextTryAt: v.nullable(Moment),
  /** Kept records of it that could not be used. */
  rejects: Count,
  isInFlight: v.boolean(),
  /** How often prices bore out what its documents said; null where it gives none that speak of companies. */
  record: v.nullable(BorneOut),
})
export type WatchedSource = v.InferOutput<typeof WatchedSource>

/** How many of a source's publishers are shown. */
export const SOURCE_PUBLISHERS_MAX = 10

/** A source, its settings, and what would go with it. */
export const SourcePage = v.strictObject({
  source: WatchedSource,
  /** What it gives, in a few words. */
  gives: v.string(),
  config: Detail,
  runs: Count,
  documents: Count,
  /** Who publishes its newest documents, the most frequent first. */
  publishers: v.pipe(v.array(PublisherRecord), v.maxLength(SOURCE_PUBLISHERS_MAX)),
})
export type SourcePage = v.InferOutput<typeof SourcePage>

export const RunRow = v.strictObject({
  ingestionRunId: Uuid,
  startedAt: Moment,
  endedAt: v.nullable(Moment),
  status: v.picklist(RUN_STATUSES),
  itemsFound: Count,
  itemsNew: Count,
  itemsRejected: Count,
  error: v.nullable(v.string()),
})
export type RunRow = v.InferOutput<typeof RunRow>

export const RejectRow = v.strictObject({
  rejectId: Count,
  /** Null for a bar that was refused before its source was kept. */
  sourceId: v.nullable(Uuid),
  sourceName: v.string(),
  ticker: v.string(),
  reason: Code,
  says: v.string(),
  /** The beginning of it as text: what is no text stands as a question mark. */
  item: v.string(),
  itemBytes: Count,
  sha256: v.string(),
  firstSeenAt: Moment,
  lastSeenAt: Moment,
  times: Count,
})
export type RejectRow = v.InferOutput<typeof RejectRow>

/** A stream of Alpaca's: `trade_updates` of orders, the others of the market. */
export const StreamRow = v.strictObject({
  feed: Code,
  state: v.picklist(STREAM_STATES),
  /** Why, in words, and since when that has been so. */
  reason: v.string(),
  since: Moment,
  /** When whoever keeps it last said how it stands. */
  seenAt: v.nullable(Moment),
  lastMessageAt: v.nullable(Moment),
  /** Null but while it waits. */
  nextTryAt: v.nullable(Moment),
  /** In a row; 0 once it lives. */
  failures: Count,
  /** How often it came alive. */
  connects: Count,
  /** Messages that could not be used. */
  rejected: Count,
})
export type StreamRow = v.InferOutput<typeof StreamRow>

const reads = { service: 'query-api', role: 'viewer', topic: 'sources' } as const

export const sourceRoutes = {
  'GET /api/sources': {
    ...reads,
    does: 'lists sources and how each fares',
    query: shortList(
      {
        ticker: AskedTicker,
        type: v.optional(SourceType),
        state: v.optional(v.picklist(SOURCE_STATES)),
      },
      '-failures',
    ),
    pages: { field: 'sourceId', param: 'after', whole: true },
    answer: v.array(WatchedSource),
  },
  'GET /api/sources/:id': {
    ...reads,
    names: 'source',
    does: 'shows a source, its settings and how it fares',
    answer: SourcePage,
  },
  'GET /api/sources/:id/runs': {
    ...reads,
    names: 'source',
    does: 'lists the fetches of a source',
    query: longList({ status: v.optional(v.picklist(RUN_STATUSES)) }, 'startedAt'),
    pages: { field: 'ingestionRunId', param: 'after' },
    answer: v.array(RunRow),
  },
  'GET /api/streams': {
    ...reads,
    does: 'lists the streams of the market and of order updates, and how each stands',
    query: shortList({}, 'feed'),
    pages: { field: 'feed', param: 'after', whole: true },
    answer: v.array(StreamRow),
  },
  'GET /api/rejects': {
    ...reads,
    does: 'lists records that could not be used',
    query: v.strictObject({
      ...longList({ source: v.optional(Uuid), reason: v.optional(Code) }, 'lastSeenAt').entries,
      after: v.optional(v.pipe(v.string(), v.regex(/^\d{1,18}$/, 'the number of a reject'))),
    }),
    pages: { field: 'rejectId', param: 'after' },
    answer: v.array(RejectRow),
  },
} as const satisfies ApiRoutes
