/** Settings of a `news_api` source: articles for the whole market or one ticker. */

import * as v from 'valibot'
import { daysBack, polling } from './settings.ts'

const LOOKBACK_DAYS = 7

export const NewsConfig = v.looseObject({ ...polling, lookback_days: daysBack(LOOKBACK_DAYS) })
