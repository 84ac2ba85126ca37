/** `news_api`: articles of Polygon, for the whole market or for one ticker. */

import { NewsConfig } from '../../contracts/sources/news-api.ts'
import { usualBackOff, type SourceDescriptor } from './descriptor.ts'
import { polygon } from './hosts.ts'

export const newsApi = {
  type: 'news_api',
  gives: 'articles, for the whole market or (with a company) for one ticker',
  brings: 'stories',
  cadenceSeconds: 300,
  backOff: usualBackOff,
  pace: 'POLYGON_PER_MINUTE',
  config: NewsConfig,
  hosts: [polygon],
  credibility: 0.7,
  adapterOf: () => 'news' as const,
  seeds: {
    news: {
      sourceName: 'Polygon News',
      config: { polling_interval_seconds: 300, lookback_days: 7 },
    },
  },
  reach: () => 'lookback_days',
} as const satisfies SourceDescriptor<'news_api'>
