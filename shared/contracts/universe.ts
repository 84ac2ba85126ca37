/** What is tracked and where news of it comes from, as `stonks seed` and POST /registry/companies take it. */

import * as v from 'valibot'
import { Ticker } from './primitives.ts'

const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200))

export const UniverseCompany = v.object({
  ticker: Ticker,
  name: Name,
  sector: v.optional(v.pipe(v.string(), v.maxLength(100)), ''),
  aliases: v.optional(v.array(Name), []),
  /** EDGAR's number of the company; shorter ones are filled with zeros to ten digits. */
  cik: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,10}$/, 'up to ten digits'),
      v.transform((cik) => cik.padStart(10, '0')),
    ),
  ),
})
export type UniverseCompany = v.InferOutput<typeof UniverseCompany>

const UniverseFeed = v.object({
  name: Name,
  url: v.pipe(v.string(), v.url()),
  /** True for news of the world rather than of companies. */
  macro: v.optional(v.boolean(), false),
  /** The domain or name of its publisher, where it is fetched from somewhere else. */
  owner: v.optional(Name),
})

export const Universe = v.object({
  label: v.optional(v.string(), ''),
  companies: v.array(UniverseCompany),
  feeds: v.optional(v.array(UniverseFeed), []),
})
export type Universe = v.InferOutput<typeof Universe>
