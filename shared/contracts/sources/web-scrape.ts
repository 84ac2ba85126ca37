/** Settings of a `web_scrape` source: a feed, or one page. */

import * as v from 'valibot'
import { daysBack, HttpUrl, polling, publishing, wanted } from './settings.ts'

const LOOKBACK_DAYS = 30

export const WebConfig = v.looseObject({
  ...polling,
  ...publishing,
  format: v.optional(v.picklist(['feed', 'page'], wanted('feed or page')), 'page'),
  url: HttpUrl,
  /** Older items are kept, and do not count as fresh. */
  lookback_days: daysBack(LOOKBACK_DAYS),
})
