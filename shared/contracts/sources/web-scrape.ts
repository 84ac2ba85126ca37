/** Settings of a `web_scrape` source: a feed, or one page. */

import * as v from 'valibot'
import { HttpUrl, polling, wanted } from './settings.ts'

export const WebConfig = v.looseObject({
  ...polling,
  format: v.optional(v.picklist(['feed', 'page'], wanted('feed or page')), 'page'),
  url: HttpUrl,
})
