/** Which adapter fetches which source: the table of sources names it. */

import type { IngestionJob } from '../contracts/jobs/ingestion.ts'
import { BENCHMARK } from '../domain/market/benchmark.ts'
import type { Adapter } from '../domain/source/found.ts'
import { adapterNameOf, type AdapterName, type FetchedType } from '../domain/source/sources.ts'
import { alpacaBars } from './alpaca/bars.ts'
import type { AlpacaMarket } from './alpaca/market.ts'
import type { Edgar } from './edgar/client.ts'
import { edgarFacts } from './edgar/facts.ts'
import { edgarFilings } from './edgar/filings.ts'
import type { GuardedFetch } from './guarded/fetch.ts'
import { polygonBars } from './polygon/bars.ts'
import type { Polygon } from './polygon/client.ts'
import { polygonNews } from './polygon/news.ts'
import { polygonReference } from './polygon/reference.ts'
import { feed } from './rss/feed.ts'
import type { Reddit } from './reddit/client.ts'
import { redditPosts } from './reddit/posts.ts'
import { page } from './web/page.ts'

/** One for each name in the table; the compiler counts them. */
export type Adapters = Record<AdapterName, Adapter>

/** A job of a source that is fetched here. */
export type FetchJob = IngestionJob & { source_type: FetchedType }

export type Clients = {
  polygon: Polygon
  edgar: Edgar
  alpacaMarket: AlpacaMarket
  guardedFetch: GuardedFetch
  reddit: Reddit
  /** Whose bars of an answer about all tickers are kept, beside those of the benchmark. */
  trackedTickers: () => Promise<ReadonlySet<string>>
}

/** Every adapter over the clients it asks through. */
export function adaptersOver({
  polygon,
  edgar,
  alpacaMarket,
  guardedFetch,
  reddit,
  trackedTickers,
}: Clients): Adapters {
  const pricedTickers = async () => new Set([...(await trackedTickers()), BENCHMARK])
  return {
    news: polygonNews(polygon),
    bars: polygonBars(polygon, pricedTickers),
    reference: polygonReference(polygon, trackedTickers),
    alpacaBars: alpacaBars(alpacaMarket, pricedTickers),
    filings: edgarFilings(edgar),
    facts: edgarFacts(edgar),
    feed: feed(guardedFetch),
    page: page(guardedFetch),
    posts: redditPosts(reddit),
  }
}

/** The adapter of a job: by its source's type, and for the web by what is there. */
export function adapterOf(adapters: Adapters, { source_type: type, config }: FetchJob): Adapter {
  return adapters[adapterNameOf(type, config)]
}
