/** What the API answers about events of the world: which there were, where, and whom each hits why. */

import * as v from 'valibot'
import { Share, Ticker, Uuid } from '../primitives.ts'
import { DURATIONS, EVENT_DIRECTIONS, SEVERITIES } from '../sets.ts'
import type { ApiRoutes } from './route.ts'
import { AskedTicker, Code, Count, Detail, Format, Moment, TextQuote, longList } from './words.ts'

/** How far back is looked, by the moment an event was told. */
export const EVENT_RANGES = ['1d', '7d', '30d', '90d', 'all'] as const

/** For a company or in itself: 1 helps it, -1 hurts it, 0 does neither or both. */
export const Sign = v.picklist([-1, 0, 1])

const hit = { ticker: Ticker, score: Share, direction: Sign }

/** How many of those an event hits stand beside it in a list. */
export const HIT_MOST = 4

export const EventRow = v.strictObject({
  globalEventId: Uuid,
  documentId: Uuid,
  title: v.string(),
  publisher: v.string(),
  eventType: Code,
  severity: v.picklist(SEVERITIES),
  direction: v.picklist(EVENT_DIRECTIONS),
  affectedRegions: v.array(v.string()),
  affectedSectors: v.array(v.string()),
  affectedCommodities: v.array(v.string()),
  duration: v.picklist(DURATIONS),
  isInternational: v.boolean(),
  confidence: Share,
  summary: v.string(),
  occurredAt: Moment,
  /** Companies it moves, and the first few of them, the most moved first. */
  hits: Count,
  mostHit: v.pipe(v.array(v.strictObject(hit)), v.maxLength(HIT_MOST)),
  /** Documents that tell the same story, this one among them. */
  tellings: Count,
})
export type EventRow = v.InferOutput<typeof EventRow>

/** The newest event of a story among those asked for, and how widely the story is told. */
export const EventStory = v.strictObject({
  ...EventRow.entries,
  /** Null for a document that is compared with no other: it is its own story. */
  storyId: v.nullable(Uuid),
  /** Of those asked for, the events that tell it, this one among them. */
  events: Count,
  /** Who stands behind the documents that tell it, each once. */
  owners: Count,
})
export type EventStory = v.InferOutput<typeof EventStory>

/** An event and one company: how much it moves it, and the parts that make the number. */
export const HitRow = v.strictObject({
  ...hit,
  macroImpactId: Uuid,
  legalName: v.string(),
  sector: v.string(),
  /** Numbers by name, as they were when it was computed: severity, geography, supply … */
  components: Detail,
  computedAt: Moment,
})
export type HitRow = v.InferOutput<typeof HitRow>

export const HITS_MAX = 200

export const EventPage = v.strictObject({
  event: v.strictObject({
    ...EventRow.entries,
    quotes: v.array(TextQuote),
    model: v.string(),
    modelVersion: v.string(),
    promptVersion: v.string(),
    classifiedAt: Moment,
  }),
  /** The most moved first; at most 200. */
  hits: v.pipe(v.array(HitRow), v.maxLength(HITS_MAX)),
  /** The same story told as an event by others, the first teller first. */
  alsoTold: v.array(
    v.strictObject({
      globalEventId: Uuid,
      title: v.string(),
      publisher: v.string(),
      occurredAt: Moment,
    }),
  ),
})
export type EventPage = v.InferOutput<typeof EventPage>

/** A region of the world, and what was told of it. */
export const RegionRow = v.strictObject({
  region: v.string(),
  events: Count,
  /** Critical or high. */
  grave: Count,
  /** Of those, such as hurt business, and such as help it. */
  worse: Count,
  better: Count,
})
export type RegionRow = v.InferOutput<typeof RegionRow>

const narrows = {
  severity: v.optional(v.picklist(SEVERITIES)),
  direction: v.optional(v.picklist(EVENT_DIRECTIONS)),
  range: v.optional(v.picklist(EVENT_RANGES), 'all'),
}
const AskedRegion = v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(60)))
const inList = { ...narrows, region: AskedRegion, ticker: AskedTicker }

export const eventRoutes = {
  'GET /api/events': {
    service: 'query-api',
    role: 'viewer',
    does: 'lists events of the world',
    query: longList({ ...inList, story: v.optional(Uuid) }, 'occurredAt'),
    pages: { field: 'globalEventId', param: 'after' },
    answer: v.array(EventRow),
    topic: 'documents',
  },
  'GET /api/event-stories': {
    service: 'query-api',
    role: 'viewer',
    does: 'lists events of the world by story, the newest of each',
    query: longList(inList, 'occurredAt'),
    pages: { field: 'globalEventId', param: 'after' },
    answer: v.array(EventStory),
    topic: 'documents',
  },
  'GET /api/events/:id': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows an event of the world and whom it hits',
    names: 'event',
    answer: EventPage,
    topic: 'documents',
  },
  'GET /api/event-regions': {
    service: 'query-api',
    role: 'viewer',
    does: 'counts events of the world by region',
    query: v.strictObject({ ...narrows, format: Format }),
    answer: v.strictObject({ regions: v.array(RegionRow), nowhere: Count, events: Count }),
    topic: 'documents',
  },
} as const satisfies ApiRoutes
