/** What the symbol registry takes and answers of sources and their settings. */

import * as v from 'valibot'
import { Share, Ticker, Uuid } from '../primitives.ts'
import { SourceType } from '../sources/source-configs.ts'
import { changes, reads } from './registry-service.ts'
import { EditOf, Name, RowVersion } from './registry-words.ts'
import type { ApiRoutes } from './route.ts'
import { Count, Detail, Flag, Moment, shortList } from './words.ts'

/** What each type takes of it is its contract's to say, where the registry looks at it. */
const Config = v.record(v.string(), v.unknown())

export const SourceRow = v.strictObject({
  sourceId: Uuid,
  /** Null for a source that serves the whole market; its ticker is empty then. */
  companyId: v.nullable(Uuid),
  ticker: v.string(),
  sourceType: SourceType,
  sourceName: v.string(),
  config: Detail,
  credibilityScore: Share,
  active: v.boolean(),
  version: RowVersion,
  lastPublishedAt: v.nullable(Moment),
  lastScheduledAt: v.nullable(Moment),
})
export type SourceRow = v.InferOutput<typeof SourceRow>

export const SourceBody = v.strictObject({
  /** Absent for a source that serves the whole market. */
  ticker: v.optional(Ticker),
  sourceType: SourceType,
  sourceName: Name,
  config: v.optional(Config, {}),
  /** Absent: what is thought of its type. */
  credibilityScore: v.optional(Share),
})
export type SourceBody = v.InferOutput<typeof SourceBody>

const SourceChange = v.strictObject({
  ...EditOf,
  config: v.optional(Config),
  credibilityScore: v.optional(Share),
  active: v.optional(v.boolean()),
})

/** What goes with a source, and what stays without it. */
const SourceDeleted = v.strictObject({
  sourceId: Uuid,
  /** Records of its fetches, gone with it. */
  runs: Count,
  /** Documents it brought: they stay, and name no source any more. */
  documents: Count,
})

const source = { names: 'source' } as const

export const registrySourceRoutes = {
  'GET /registry/sources': {
    ...reads,
    topic: 'sources',
    does: 'lists sources and their settings',
    query: shortList(
      {
        ticker: v.optional(Ticker),
        type: v.optional(SourceType),
        active: v.optional(Flag),
      },
      'ticker',
    ),
    pages: { field: 'sourceId', param: 'after', whole: true },
    answer: v.array(SourceRow),
  },
  'POST /registry/sources': {
    ...changes,
    does: 'adds a source, or brings a known one up to date',
    body: SourceBody,
    made: 201,
    answer: SourceRow,
  },
  'GET /registry/sources/:id': {
    ...reads,
    ...source,
    topic: 'sources',
    does: 'shows a source and its settings',
    answer: SourceRow,
  },
  'PUT /registry/sources/:id': {
    ...changes,
    ...source,
    does: 'changes the settings of a source',
    body: SourceChange,
    answer: SourceRow,
  },
  'DELETE /registry/sources/:id': {
    ...changes,
    ...source,
    does: 'deletes a source and the record of its fetches',
    answer: SourceDeleted,
  },
  'POST /registry/sources/:id/pause': {
    ...changes,
    ...source,
    does: 'pauses a source',
    answer: SourceRow,
  },
  'POST /registry/sources/:id/resume': {
    ...changes,
    ...source,
    does: 'resumes a source',
    answer: SourceRow,
  },
  'POST /registry/sources/:id/fetch': {
    ...changes,
    ...source,
    does: 'has a source fetched now',
    made: 202,
    answer: SourceRow,
  },
} as const satisfies ApiRoutes
