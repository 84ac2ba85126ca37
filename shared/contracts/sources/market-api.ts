/** Settings of a `market_api` source: a company's past, or the newest session of all companies. */

import * as v from 'valibot'
import { daysBack, polling, wanted } from './settings.ts'

const HISTORY_DAYS = 400

export const MarketConfig = v.looseObject({
  ...polling,
  kind: v.picklist(['range', 'grouped_daily'], wanted('range or grouped_daily')),
  history_days: daysBack(HISTORY_DAYS),
})
