/** `macro_news`: news of the world, from a feed or from Polygon. */

import { MacroNewsConfig } from '../../contracts/sources/macro-news.ts'
import { CREDIBILITY_UNKNOWN } from './credibility.ts'
import { usualBackOff, type SourceDescriptor } from './descriptor.ts'
import { feeds, polygon } from './hosts.ts'

export const macroNews = {
  type: 'macro_news',
  gives: 'news of the world: a feed (`format: feed`, `url`), or the articles of Polygon',
  brings: 'stories',
  cadenceSeconds: 600,
  backOff: usualBackOff,
  pace: null,
  config: MacroNewsConfig,
  hosts: [feeds, polygon],
  credibility: CREDIBILITY_UNKNOWN,
  adapterOf: ({ format }) => (format === 'feed' ? ('feed' as const) : ('news' as const)),
  seeds: {
    feed: { sourceName: '', config: { format: 'feed', url: '', polling_interval_seconds: 900 } },
  },
  isAboutWorld: true,
} as const satisfies SourceDescriptor<'macro_news'>
