/** What the registry takes: companies, their names, and sources. */

import * as v from 'valibot'
import { Share, Ticker } from '#shared/contracts/primitives.ts'
import { SourceType } from '#shared/contracts/sources/source-configs.ts'

const Alias = v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(100))
const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200))

/** What each type takes of it is its contract's to say: see `refuseFaulty`. */
const Config = v.record(v.string(), v.unknown())

export const AliasBody = v.strictObject({ alias: Alias })
export const AliasesBody = v.strictObject({ aliases: v.pipe(v.array(Alias), v.maxLength(100)) })
export const CompanyChange = v.strictObject({ active: v.boolean() })

export const SourceBody = v.strictObject({
  /** Absent for a source that serves the whole market. */
  ticker: v.optional(Ticker),
  sourceType: SourceType,
  sourceName: Name,
  config: v.optional(Config, {}),
  /** Absent: what is thought of its type. */
  credibilityScore: v.optional(Share),
})

export const SourceChangeBody = v.strictObject({
  config: v.optional(Config),
  credibilityScore: v.optional(Share),
  active: v.optional(v.boolean()),
})
