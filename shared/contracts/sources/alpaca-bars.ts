/** Settings of an `alpaca_bars` source: prices of all tracked tickers, or of one company. */

import * as v from 'valibot'
import { daysBack, polling, wanted } from './settings.ts'

const HISTORY_DAYS = 400

export const AlpacaBarsConfig = v.looseObject({
  ...polling,
  kind: v.picklist(['range', 'minute', 'latest'], wanted('range, minute or latest')),
  /** Of every exchange, which some plans hold, or of IEX alone. */
  feed: v.optional(v.picklist(['iex', 'sip'], wanted('iex or sip')), 'iex'),
  history_days: daysBack(HISTORY_DAYS),
  extended_hours: v.optional(v.boolean(wanted('true or false')), false),
})
