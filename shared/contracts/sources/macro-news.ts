/** Settings of a `macro_news` source: news of the world, from a feed or from the news API. */

import * as v from 'valibot'
import { HttpUrl, polling, publishing, wanted } from './settings.ts'
import { NewsConfig } from './news-api.ts'

export const MacroNewsConfig = v.pipe(
  v.looseObject({
    ...polling,
    ...publishing,
    ...NewsConfig.entries,
    format: v.optional(v.picklist(['feed'], wanted('feed, or nothing'))),
    url: v.optional(HttpUrl),
  }),
  v.forward(
    v.check(
      ({ format, url }) => format !== 'feed' || url !== undefined,
      'expected an http or https URL beside format feed, found none',
    ),
    ['url'],
  ),
)
