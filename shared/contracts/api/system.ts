/** What the API answers of the installation itself: its programs, its stores, its logs, and what stands beside it. */

import * as v from 'valibot'
import { UNWELL_STATES } from '../unwell.ts'
import type { ApiRoutes } from './route.ts'
import { Count, Moment } from './words.ts'

const ServiceName = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z-]{0,40}$/, 'a service such as scheduler'),
)
const Liveness = v.picklist(['alive', ...UNWELL_STATES])

/** One process of an always-on program; times are real, by PostgreSQL's clock. */
const ServiceInstance = v.strictObject({
  instance: v.string(),
  /** Which build it is; empty where it was not told. */
  revision: v.string(),
  startedAt: Moment,
  beatAt: Moment,
  /** When its last round that went well ended; null where it does none, or did none yet. */
  roundAt: v.nullable(Moment),
  /** How much later than it was meant the last round is by now; null where it does none. */
  lagMs: v.nullable(v.number()),
  state: Liveness,
  failures: Count,
  said: v.string(),
})

export const SystemService = v.strictObject({
  service: ServiceName,
  /** Of the instance that fares worst of those that are heard. */
  state: Liveness,
  instances: v.array(ServiceInstance),
})
export type SystemService = v.InferOutput<typeof SystemService>

/** How many of the largest tables are told. */
export const TABLES_MAX = 12

export const SystemPage = v.strictObject({
  services: v.array(SystemService),
  database: v.strictObject({
    bytes: v.number(),
    tables: v.array(
      v.strictObject({
        table: v.string(),
        /** With its indexes. */
        bytes: v.number(),
        /** As PostgreSQL estimates them; null before it ever looked. */
        rows: v.nullable(v.number()),
      }),
    ),
  }),
  /** Null while Redis does not answer; `limitBytes` null where it may take all. */
  redis: v.nullable(v.strictObject({ bytes: v.number(), limitBytes: v.nullable(v.number()) })),
  /** For how long the oldest fact has waited for the lake. */
  lakeBehindSeconds: v.number(),
})
export type SystemPage = v.InferOutput<typeof SystemPage>

const Place = v.nullable(v.pipe(v.string(), v.url()))

/** Where people find what stands beside the page; null where nobody said. */
export const BesideLinks = v.strictObject({
  grafana: Place,
  superset: Place,
  /** With `{trace}` where the id of a trace goes, if anywhere. */
  logs: v.nullable(v.string()),
  /** Whether logs can be searched here. */
  hasLogs: v.boolean(),
})
export type BesideLinks = v.InferOutput<typeof BesideLinks>

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const

const Words = v.pipe(v.string(), v.trim(), v.maxLength(100))
const LogLine = v.strictObject({
  at: v.nullable(Moment),
  service: v.string(),
  level: v.nullable(v.picklist(LOG_LEVELS)),
  says: v.string(),
  traceId: v.nullable(v.string()),
})
export type LogLine = v.InferOutput<typeof LogLine>

/** Lines that are told at most, and how much of each file's end is looked at. */
export const LOG_LINES_MAX = 200
export const LOG_BYTES_MAX = 512 * 1024

export const systemRoutes = {
  'GET /api/system': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows the programs and stores of the installation',
    answer: SystemPage,
  },
  'GET /api/beside': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows where Grafana, Superset and logs are',
    answer: BesideLinks,
  },
  'GET /api/logs': {
    service: 'query-api',
    role: 'operator',
    does: `searches the newest lines of logs, where they lie beside the API: at most ${LOG_LINES_MAX}`,
    query: v.strictObject({
      service: v.optional(Words, ''),
      level: v.optional(v.picklist(LOG_LEVELS)),
      trace: v.optional(Words, ''),
      words: v.optional(Words, ''),
    }),
    answer: v.strictObject({
      /** Newest first. */
      lines: v.pipe(v.array(LogLine), v.maxLength(LOG_LINES_MAX)),
      /** Whether more lines fit, or older ones lie beyond what is looked at. */
      isMore: v.boolean(),
      services: v.array(v.string()),
    }),
  },
  'POST /api/services/:id/retire': {
    service: 'query-api',
    role: 'operator',
    does: 'takes a silent service off the list of those that are missed',
    names: 'service',
    id: ServiceName,
    body: v.strictObject({
      reason: v.pipe(v.string(), v.trim(), v.minLength(1, 'why'), v.maxLength(200)),
    }),
    answer: v.strictObject({ service: ServiceName }),
  },
} as const satisfies ApiRoutes
