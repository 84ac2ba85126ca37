/** The table of sources, in the order in which those that are due are asked. */

import {
  configFaults,
  type ConfigFault,
  type SourceType,
} from '../../contracts/sources/source-configs.ts'
import { alpacaPrices } from './alpaca-bars.ts'
import { broker } from './broker.ts'
import type { Brings, Host, SourceDescriptor } from './descriptor.ts'
import { filingsApi } from './filings-api.ts'
import { macroNews } from './macro-news.ts'
import { marketApi } from './market-api.ts'
import { newsApi } from './news-api.ts'
import { reference } from './reference.ts'
import { addressFault } from './outside.ts'
import { reddit } from './reddit.ts'
import { webScrape } from './web-scrape.ts'

/** Prices before filings before news: of two copies of a story the one from the earlier type stands. */
export const sources = {
  broker,
  reference,
  market_api: marketApi,
  alpaca_bars: alpacaPrices,
  filings_api: filingsApi,
  news_api: newsApi,
  macro_news: macroNews,
  web_scrape: webScrape,
  reddit,
} as const satisfies { [T in SourceType]: SourceDescriptor<T> }

export const sourceTypes = Object.keys(sources) as SourceType[]

/** Types that functions/ingestion fetches; the account has a stage of its own. */
export type FetchedType = Exclude<SourceType, 'broker'>

/** Names of what there must be an adapter for. */
export type AdapterName = ReturnType<(typeof sources)[FetchedType]['adapterOf']>

export function descriptorOf(type: SourceType): SourceDescriptor {
  return sources[type]
}

export function isFetched(type: SourceType): type is FetchedType {
  return descriptorOf(type).adapterOf !== undefined
}

export function adapterNameOf(type: FetchedType, config: Record<string, unknown>): AdapterName {
  return sources[type].adapterOf(config)
}

/** Every system that any source is fetched from, once. */
export function everyHost(): Host[] {
  const hosts = sourceTypes.flatMap((type) => descriptorOf(type).hosts)
  return [...new Map(hosts.map((host) => [host.name, host])).values()]
}

/** Types that bring this, in the order of the table. */
export function typesThatBring(...brings: readonly Brings[]): SourceType[] {
  return sourceTypes.filter((type) => brings.includes(sources[type].brings))
}

/** What is wrong with a source as it is set; none where it can be fetched. */
export function sourceFaults({
  sourceType,
  ticker,
  config,
  allowHosts = [],
}: {
  sourceType: SourceType
  ticker: string
  config: unknown
  /** Hosts of the operator's own, which a source may name wherever they are. */
  allowHosts?: readonly string[]
}): ConfigFault[] {
  const faults = configFaults(sourceType, config)
  if (faults.length > 0) return faults
  const { url } = config as Record<string, unknown>
  const says = typeof url === 'string' ? addressFault(url, allowHosts) : undefined
  if (says !== undefined) return [{ setting: 'url', says }]
  const isLost = descriptorOf(sourceType).needsCompany?.(config as Record<string, unknown>)
  if (!isLost || ticker !== '') return []
  return [{ setting: '', says: 'expected a ticker beside such settings, found none' }]
}
