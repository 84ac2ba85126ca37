/** What the symbol registry takes and answers of companies and their names. */

import * as v from 'valibot'
import { Ticker, Uuid } from '../primitives.ts'
import { UniverseCompany } from '../universe.ts'
import { Alias, Cik, EditOf, Line, Name, Removed, RowVersion } from './registry-words.ts'
import { changes, reads } from './registry-service.ts'
import { SourceRow } from './registry-sources.ts'
import type { ApiRoutes } from './route.ts'
import { Count, Flag, shortList } from './words.ts'

export const RegistryCompany = v.strictObject({
  companyId: Uuid,
  ticker: Ticker,
  legalName: v.string(),
  sector: v.string(),
  industry: v.string(),
  cik: v.nullable(v.string()),
  active: v.boolean(),
  version: RowVersion,
  aliases: v.array(v.string()),
})
export type RegistryCompany = v.InferOutput<typeof RegistryCompany>

/** Counted so far and no further: a company's past may be long. */
export const HANGING_MAX = 1_000

/** What keeps a company from being deleted: how many of each kind, `HANGING_MAX` for any more. */
export const Hanging = v.strictObject({ what: v.string(), count: Count })
export type Hanging = v.InferOutput<typeof Hanging>

const CompanyChange = v.strictObject({
  ...EditOf,
  name: v.optional(Name),
  sector: v.optional(Line),
  industry: v.optional(Line),
  cik: v.optional(v.nullable(Cik)),
  active: v.optional(v.boolean()),
})

export const company = { names: 'company', id: Ticker } as const

export const registryCompanyRoutes = {
  'GET /registry/companies': {
    ...reads,
    does: 'lists tracked companies and their names',
    query: shortList({ active: v.optional(Flag), sector: v.optional(Line) }, 'ticker'),
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
    does: 'shows a tracked company, its sources and what hangs on it',
    answer: v.strictObject({
      ...RegistryCompany.entries,
      sources: v.array(SourceRow),
      watchlists: v.array(v.string()),
      hanging: v.array(Hanging),
    }),
  },
  'PUT /registry/companies/:id': {
    ...changes,
    ...company,
    does: 'changes a company, lets it rest, or tracks it again',
    body: CompanyChange,
    answer: RegistryCompany,
  },
  'DELETE /registry/companies/:id': {
    ...changes,
    ...company,
    does: 'deletes a company that nothing hangs on',
    answer: Removed,
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
    body: v.strictObject({ ...EditOf, aliases: v.pipe(v.array(Alias), v.maxLength(100)) }),
    answer: v.array(v.string()),
  },
  'DELETE /registry/companies/:id/aliases': {
    ...changes,
    ...company,
    does: 'takes away a name of a company',
    body: v.strictObject({ alias: Alias }),
    answer: v.array(v.string()),
  },
} as const satisfies ApiRoutes
