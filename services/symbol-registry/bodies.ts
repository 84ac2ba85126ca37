/** What the registry takes: companies, their names, and sources. */

import * as v from 'valibot'
import { Share, SourceType, Ticker } from '#shared/contracts/primitives.ts'

const Alias = v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(100))
const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200))

const CONFIG_BYTES_MAX = 4096

/** Settings every adapter understands; more may stand beside them. */
const Config = v.pipe(
  v.looseObject({
    polling_interval_seconds: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(31_536_000))),
    lookback_days: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(3650))),
    history_days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3650))),
    kind: v.optional(v.picklist(['range', 'grouped_daily'])),
    format: v.optional(v.picklist(['feed', 'page'])),
    url: v.optional(v.pipe(v.string(), v.url(), v.regex(/^https?:/, 'an http or https URL'))),
    cik: v.optional(v.pipe(v.string(), v.regex(/^\d{10}$/, 'ten digits'))),
  }),
  v.check(
    (config) => JSON.stringify(config).length <= CONFIG_BYTES_MAX,
    `at most ${CONFIG_BYTES_MAX} bytes`,
  ),
)

export const AliasBody = v.strictObject({ alias: Alias })
export const AliasesBody = v.strictObject({ aliases: v.pipe(v.array(Alias), v.maxLength(100)) })
export const CompanyChange = v.strictObject({ active: v.boolean() })

export const SourceBody = v.pipe(
  v.strictObject({
    /** Absent for a source that serves the whole market. */
    ticker: v.optional(Ticker),
    sourceType: SourceType,
    sourceName: Name,
    config: v.optional(Config, {}),
    credibilityScore: v.optional(Share, 0.5),
  }),
  v.forward(
    v.check(
      ({ sourceType, config }) => sourceType !== 'web_scrape' || config.url !== undefined,
      'a web_scrape source needs config.url',
    ),
    ['config'],
  ),
)

export const SourceChangeBody = v.strictObject({
  config: v.optional(Config),
  credibilityScore: v.optional(Share),
  active: v.optional(v.boolean()),
})
