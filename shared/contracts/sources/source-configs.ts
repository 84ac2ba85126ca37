/** Every type of source by its one name, and the settings that it takes. */

import * as v from 'valibot'
import { AlpacaBarsConfig } from './alpaca-bars.ts'
import { BrokerConfig } from './broker.ts'
import { FilingsConfig } from './filings-api.ts'
import { MacroNewsConfig } from './macro-news.ts'
import { MarketConfig } from './market-api.ts'
import { NewsConfig } from './news-api.ts'
import { RedditConfig } from './reddit.ts'
import { ReferenceConfig } from './reference.ts'
import { WebConfig } from './web-scrape.ts'

export const sourceConfigs = {
  broker: BrokerConfig,
  reference: ReferenceConfig,
  market_api: MarketConfig,
  alpaca_bars: AlpacaBarsConfig,
  filings_api: FilingsConfig,
  news_api: NewsConfig,
  macro_news: MacroNewsConfig,
  web_scrape: WebConfig,
  reddit: RedditConfig,
} as const satisfies Record<string, v.GenericSchema>

export type SourceType = keyof typeof sourceConfigs

export const SourceType = v.picklist(Object.keys(sourceConfigs) as SourceType[])

const CONFIG_BYTES_MAX = 4096

/** What is wrong with the settings of a source: the setting, what is wanted and what is there. */
export type ConfigFault = { setting: string; says: string }

/** None where the settings are sound; more may stand in them than their type reads. */
export function configFaults(type: SourceType, config: unknown): ConfigFault[] {
  if (!(type in sourceConfigs))
    return [{ setting: '', says: `expected a type of source that is known, found "${type}"` }]
  if (config === null || typeof config !== 'object' || Array.isArray(config))
    return [{ setting: '', says: `expected an object of settings, found ${kindOf(config)}` }]
  const bytes = new TextEncoder().encode(JSON.stringify(config)).length
  if (bytes > CONFIG_BYTES_MAX)
    return [{ setting: '', says: `expected at most ${CONFIG_BYTES_MAX} bytes, found ${bytes}` }]
  const read = v.safeParse(sourceConfigs[type], config)
  return read.success
    ? []
    : read.issues.map((issue) => ({
        setting: v.getDotPath(issue) ?? '',
        says: issue.message,
      }))
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}
