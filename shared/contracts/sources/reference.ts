/** Settings of a `reference` source: splits and dividends, or details, of all tracked tickers or of one. */

import * as v from 'valibot'
import { daysBack, polling, wanted } from './settings.ts'

/** As far back as bars are first fetched: a split within them must be known. */
const HISTORY_DAYS = 400
const DIVIDEND_DAYS = 30
const TICKERS_USUAL = 3
const TICKERS_MAX = 500

export const ReferenceConfig = v.looseObject({
  ...polling,
  kind: v.picklist(['actions', 'details'], wanted('actions or details')),
  /** How far back splits are asked for, each time anew. */
  history_days: daysBack(HISTORY_DAYS),
  dividend_days: daysBack(DIVIDEND_DAYS),
  /** Of how many tickers one fetch asks for details, two questions each. */
  tickers_per_fetch: v.optional(
    v.pipe(
      v.number(wanted('a number from 1 to 500')),
      v.integer(wanted('a whole number')),
      v.minValue(1, wanted('at least 1')),
      v.maxValue(TICKERS_MAX, wanted(`at most ${TICKERS_MAX}`)),
    ),
    TICKERS_USUAL,
  ),
})
