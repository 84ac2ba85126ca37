/** Settings of a `filings_api` source: the filings of one company, or the figures in them. */

import * as v from 'valibot'
import { daysBack, polling, wanted } from './settings.ts'

const LOOKBACK_DAYS = 30

export const FilingsConfig = v.looseObject({
  ...polling,
  kind: v.optional(v.picklist(['filings', 'facts'], wanted('filings or facts')), 'filings'),
  /** EDGAR's number of the company. */
  cik: v.pipe(v.string(wanted('ten digits')), v.regex(/^\d{10}$/, wanted('ten digits'))),
  lookback_days: daysBack(LOOKBACK_DAYS),
})
