/** Which adapter fetches which source. */

import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import type { SourceType } from '#shared/contracts/primitives.ts'
import { textOf, type Adapter } from './found.ts'

export type Adapters = {
  news: Adapter
  bars: Adapter
  filings: Adapter
  feed: Adapter
  page: Adapter
  broker: Adapter
}

/** The adapter of a job: by its source's type, and for the web by what is there. */
export function adapterOf(
  adapters: Adapters,
  { source_type: type, config }: IngestionJob,
): Adapter {
  const isFeed = textOf(config, 'format') === 'feed'
  const byType: Record<SourceType, Adapter> = {
    market_api: adapters.bars,
    news_api: adapters.news,
    filings_api: adapters.filings,
    web_scrape: isFeed ? adapters.feed : adapters.page,
    broker: adapters.broker,
    macro_news: isFeed ? adapters.feed : adapters.news,
  }
  return byType[type]
}
