/** What the symbol registry takes and answers: companies, their names, and sources. */

import * as v from 'valibot'
import { Share, Ticker, Uuid } from '../primitives.ts'
import { SourceType } from '../sources/source-configs.ts'
import { UniverseCompany } from '../universe.ts'
import type { ApiRoutes } from './route.ts'
import { Detail, Flag, Moment, shortList } from './words.ts'

const Alias = v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(100))
const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200))

/** What each type takes of it is its contract's to say, where the registry looks at it. */
const Config = v.record(v.string(), v.unknown())

const RegistryCompany = v.strictObject({
  companyId: Uuid,
  ticker: Ticker,
  legalName: v.string(),
  sector: v.string(),
  cik: v.nullable(v.string()),
  active: v.boolean(),
  aliases: v.array(v.string()),
})

const SourceRow = v.strictObject({
  sourceId: Uuid,
  /** Null for a source that serves the whole market; its ticker is empty then. */
  companyId: v.nullable(Uuid),
  ticker: v.string(),
  sourceType: SourceType,
  sourceName: v.string(),
  config: Detail,
  credibilityScore: Share,
  active: v.boolean(),
  lastPublishedAt: v.nullable(Moment),
  lastScheduledAt: v.nullable(Moment),
})

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
  config: v.optional(Config),
  credibilityScore: v.optional(Share),
  active: v.optional(v.boolean()),
})

const reads = { service: 'symbol-registry', role: 'viewer' } as const
const changes = { service: 'symbol-registry', role: 'operator' } as const
const company = { names: 'company', id: Ticker } as const

export const registryRoutes = {
  'GET /registry/companies': {
    ...reads,
    does: 'lists tracked companies and their names',
    query: shortList({ active: v.optional(Flag) }, 'ticker'),
    pages: { field: 'ticker', param: 'after', whole: true },
    answer: v.array(RegistryCompany),
  },
  'POST /registry/companies': {
    ...changes,
    does: 'tracks a company, or brings a tracked one up to date',
    body: UniverseCompany,
    made: 201,
    answer: RegistryCompany,
  },
  'GET /registry/companies/:id': {
    ...reads,
    ...company,
    does: 'shows a tracked company and its sources',
    answer: v.strictObject({ ...RegistryCompany.entries, sources: v.array(SourceRow) }),
  },
  'PUT /registry/companies/:id': {
    ...changes,
    ...company,
    does: 'lets a company rest, or tracks it again',
    body: v.strictObject({ active: v.boolean() }),
    answer: RegistryCompany,
  },
  'GET /registry/companies/:id/aliases': {
    ...reads,
    ...company,
    does: 'lists the names of a company',
    answer: v.array(v.string()),
  },
  'POST /registry/companies/:id/aliases': {
    ...changes,
    ...company,
    does: 'adds a name of a company',
    body: v.strictObject({ alias: Alias }),
    made: 201,
    answer: v.array(v.string()),
  },
  'PUT /registry/companies/:id/aliases': {
    ...changes,
    ...company,
    does: 'replaces the names of a company',
    body: v.strictObject({ aliases: v.pipe(v.array(Alias), v.maxLength(100)) }),
    answer: v.array(v.string()),
  },
  'GET /registry/sources': {
    ...reads,
    does: 'lists sources',
    query: shortList({ ticker: v.optional(Ticker) }, 'ticker'),
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
  'PUT /registry/sources/:id': {
    ...changes,
    names: 'source',
    does: 'changes the settings of a source',
    body: SourceChange,
    answer: SourceRow,
  },
} as const satisfies ApiRoutes
