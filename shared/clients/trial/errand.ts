/** What a trial asks, through which clients: a source as it would be set up, and where a file stands in for it. */

import type { IngestionJob } from '../../contracts/jobs/ingestion.ts'
import type { SourceType } from '../../contracts/sources/source-configs.ts'
import type { Registry } from '../../domain/document/mentions/registry.ts'
import { readTicker } from '../../domain/market/ticker.ts'
import { descriptorOf, sources } from '../../domain/source/sources.ts'
import { PermanentFault } from '../../host/faults.ts'
import { deriveId } from '../../host/ids.ts'
import type { Clients } from '../adapters.ts'
import { openAlpacaMarket } from '../alpaca/market.ts'
import { openEdgar } from '../edgar/client.ts'
import { openGuardedFetch, type GuardedFetch } from '../guarded/fetch.ts'
import { openReddit } from '../reddit/client.ts'
import { openPolygon } from '../polygon/client.ts'
import type { Pacer } from '../pace/pacer.ts'
import type { Given, TrialType } from './given.ts'

export type Trial = {
  type: TrialType
  /** A file, with those that were fetched before it in order; or an address. */
  from: { files: readonly Given[] } | { url: string }
  /** As if a file had come from here; links in it are taken from here too. */
  at?: string | undefined
  registry: Registry
  now: Date
  ticker?: string | undefined
  cik?: string | undefined
  /** Hosts of the operator's own that may be asked. */
  allowHosts: readonly string[]
  /** The key to a vendor's address; a file needs none. */
  key?: string | undefined
  userAgent?: string | undefined
  /** Of vendors that others ask too: an address is asked at the pace that all of them keep. */
  pacers?: VendorPacers | undefined
  signal?: AbortSignal | undefined
}

export type VendorPacers = { polygon?: Pacer | undefined; edgar?: Pacer | undefined }

/** Of a file of bars; its first bar is in it. */
const HEAD = 4_096

const SOURCE_TYPES: Record<Exclude<TrialType, 'alpaca'>, SourceType> = {
  feed: sources.web_scrape.type,
  page: sources.web_scrape.type,
  'polygon-news': sources.news_api.type,
  'polygon-bars': sources.market_api.type,
  edgar: sources.filings_api.type,
}

/** The job of a source that was set up as a trial needs it. */
export function jobOf(
  { ticker: given, cik, now, registry, from }: Trial,
  type: Exclude<TrialType, 'alpaca'>,
  at: string,
): IngestionJob {
  const ticker = given === undefined ? undefined : (readTicker(given) ?? given)
  const company = ticker === undefined ? undefined : registry.byTicker.get(ticker)
  const needsTicker = type === 'polygon-bars' || type === 'edgar'
  const [only] = registry.companies
  const of = company ?? (needsTicker && registry.companies.length === 1 ? only : undefined)
  const configs: Record<Exclude<TrialType, 'alpaca'>, Record<string, unknown>> = {
    feed: { format: 'feed', url: at },
    page: { format: 'page', url: at },
    'polygon-news': { lookback_days: 3650 },
    'polygon-bars': {
      kind: ticker || (of && !isOfAll(from)) ? 'range' : 'grouped_daily',
      history_days: 3650,
    },
    edgar: { cik: (cik ?? '1').padStart(10, '0'), lookback_days: 3650 },
  }
  const sourceType = SOURCE_TYPES[type]
  return {
    source_id: deriveId('trial', type),
    company_id: null,
    ticker: needsTicker ? (ticker ?? of?.ticker ?? '') : '',
    legal_name: of?.legalName ?? '',
    aliases: [...(of?.aliases ?? [])],
    source_type: sourceType,
    source_name: type === 'feed' || type === 'page' ? new URL(at).hostname : type,
    config: configs[type],
    credibility_score: descriptorOf(sourceType).credibility,
    scheduled_at: now.toISOString(),
  }
}

/** Whether a file tells of each bar whose it is: it is a session of all tickers. */
function isOfAll(from: Trial['from']): boolean {
  const last = 'files' in from ? from.files.at(-1) : undefined
  return last !== undefined && /"T"\s*:/.test(Buffer.from(last.bytes.subarray(0, HEAD)).toString())
}

/** Clients that ask `asked`, whatever they believe to ask. */
export function clientsAt(
  { registry, allowHosts, key, userAgent, pacers = {} }: Trial,
  asked: string,
  at: string,
): Clients {
  const { origin, host } = new URL(asked)
  // A file stands in for its vendor, who is not asked.
  const paced = (pacer: Pacer | undefined) => (asked === at && pacer ? { pacer } : {})
  const guardedFetch = openGuardedFetch({ allowHosts: asked === at ? allowHosts : [host] })
  return {
    polygon: openPolygon({
      baseUrl: asked === at ? asked.replace(/\/$/, '') : origin,
      key: key ?? '',
      ...paced(pacers.polygon),
    }),
    edgar: openEdgar({
      dataBaseUrl: origin,
      baseUrl: origin,
      userAgent: userAgent ?? 'trial trial@source.example',
      perSecond: asked === at ? 5 : 1000,
      ...paced(pacers.edgar),
    }),
    // No trial is of its prices: it is asked for the account alone.
    alpacaMarket: openAlpacaMarket({ baseUrl: origin, key: '', secret: '' }),
    reddit: openReddit({
      baseUrl: origin,
      oauthUrl: origin,
      clientId: '',
      clientSecret: '',
      userAgent: userAgent ?? 'trial trial@source.example',
    }),
    guardedFetch: asked === at ? guardedFetch : asIfFrom(at, origin, guardedFetch),
    trackedTickers: () => Promise.resolve(new Set(registry.byTicker.keys())),
  }
}

/** Asks `origin` for what is said to be at another address, and says that it came from there. */
function asIfFrom(at: string, origin: string, guardedFetch: GuardedFetch): GuardedFetch {
  const pretended = new URL(at).origin
  return async (url, ask) => {
    const { pathname, search, origin: wanted } = new URL(url)
    if (wanted !== pretended)
      throw new PermanentFault(
        'source_gone',
        `Fetch ${wanted}${pathname}: a trial of a file asks nobody else`,
      )
    const answer = await guardedFetch(`${origin}${pathname}${search}`, ask)
    return { ...answer, url: answer.url.replace(origin, pretended) }
  }
}
