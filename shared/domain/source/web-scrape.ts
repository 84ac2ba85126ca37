/** `web_scrape`: a feed (RSS 0.9x to 2.0, RSS 1.0 or Atom), or one page whenever its words change. */

import { WebConfig } from '../../contracts/sources/web-scrape.ts'
import { CREDIBILITY_UNKNOWN } from './credibility.ts'
import { usualBackOff, type SourceDescriptor } from './descriptor.ts'
import { feeds, pages } from './hosts.ts'

export const webScrape = {
  type: 'web_scrape',
  gives: 'a feed (`format: feed`), asked with its ETag, or one page whenever its words change',
  brings: 'stories',
  cadenceSeconds: 1800,
  backOff: usualBackOff,
  pace: null,
  config: WebConfig,
  hosts: [feeds, pages],
  credibility: CREDIBILITY_UNKNOWN,
  adapterOf: ({ format }) => (format === 'feed' ? ('feed' as const) : ('page' as const)),
  seeds: {
    feed: { sourceName: '', config: { format: 'feed', url: '', polling_interval_seconds: 900 } },
  },
} as const satisfies SourceDescriptor<'web_scrape'>
