/** Settings of a `market_api` source: a company's past or its minutes, or the newest session of all companies. */

import * as v from 'valibot'
import { Ticker } from '../primitives.ts'
import { daysBack, polling, wanted } from './settings.ts'

const HISTORY_DAYS = 400

export const MarketConfig = v.looseObject({
  ...polling,
  kind: v.picklist(['range', 'grouped_daily', 'minute'], wanted('range, grouped_daily or minute')),
  history_days: daysBack(HISTORY_DAYS),
  /** Another security of the company than its primary one. */
  ticker: v.optional(Ticker),
  /** Whether minutes before the open and after the close are kept as well, marked. */
  extended_hours: v.optional(v.boolean(wanted('true or false')), false),
})
