/** ingestion, wired to the real world. */

import { adaptersOver } from '#shared/clients/adapters.ts'
import { openAlpacaMarket } from '#shared/clients/alpaca/market.ts'
import { openGuardedFetch } from '#shared/clients/guarded/fetch.ts'
import { openEdgar } from '#shared/clients/edgar/client.ts'
import { openObjects } from '#shared/clients/objects/store.ts'
import { openOwnTurns } from '#shared/clients/pace/own-turns.ts'
import { alpacaPacer, edgarPacer, polygonPacer, redditPacer } from '#shared/clients/pace/vendors.ts'
import { openPolygon } from '#shared/clients/polygon/client.ts'
import { openReddit } from '#shared/clients/reddit/client.ts'
import { sources } from '#shared/domain/source/sources.ts'
import { readEnv, readNumber } from '#shared/host/env.ts'
import { readFetchHosts } from '#shared/host/fetch-hosts.ts'
import { keyedUrl } from '#shared/host/keyed-address.ts'
import { openLog } from '#shared/host/log.ts'
import { closeRedis, openRedis, SOON } from '#shared/queue/redis/connection.ts'
import { openSharedTurns } from '#shared/queue/redis/shared-turns.ts'
import { serveStage } from '#shared/queue/serve-stage.ts'
import { readTrackedTickers } from '#shared/sql/universe/securities.ts'
import { openStagePostgres } from '#shared/sql/open.ts'
import { ingestion } from './handler.ts'

const sql = openStagePostgres()
const key = readEnv('MARKET_DATA_API_KEY')
const marketUrl = readEnv('MARKET_DATA_BASE_URL')
const log = openLog('ingestion')
// Where no Redis is named, each process keeps to half the pace: there may be two.
const redis = readEnv('REDIS_URL') === 'none' ? undefined : openRedis(undefined, SOON)
const turns = redis ? openSharedTurns(redis, log) : openOwnTurns(2)
const pacers = {
  polygon: polygonPacer(turns, readNumber(sources.market_api.pace)),
  edgar: edgarPacer(turns, readNumber(sources.filings_api.pace, 0.1)),
}
const polygon = openPolygon({
  baseUrl: key ? keyedUrl('MARKET_DATA_BASE_URL', marketUrl) : marketUrl,
  key,
  pacer: pacers.polygon,
})
const edgarPerSecond = readNumber(sources.filings_api.pace, 0.1)
const edgar = openEdgar({
  dataBaseUrl: readEnv('EDGAR_DATA_BASE_URL'),
  baseUrl: readEnv('EDGAR_BASE_URL'),
  userAgent: readEnv('EDGAR_USER_AGENT'),
  perSecond: edgarPerSecond,
  pacer: pacers.edgar,
})
const alpacaKeys = { key: readEnv('ALPACA_DATA_KEY'), secret: readEnv('ALPACA_DATA_SECRET') }
const alpacaUrl = readEnv('ALPACA_DATA_BASE_URL')
const alpacaMarket = openAlpacaMarket({
  baseUrl: alpacaKeys.key ? keyedUrl('ALPACA_DATA_BASE_URL', alpacaUrl) : alpacaUrl,
  ...alpacaKeys,
  pacer: alpacaPacer(turns, readNumber(sources.alpaca_bars.pace)),
})
const redditId = readEnv('REDDIT_CLIENT_ID')
const redditUrl = (name: 'REDDIT_BASE_URL' | 'REDDIT_OAUTH_URL') =>
  redditId ? keyedUrl(name, readEnv(name)) : readEnv(name)
const reddit = openReddit({
  baseUrl: redditUrl('REDDIT_BASE_URL'),
  oauthUrl: redditUrl('REDDIT_OAUTH_URL'),
  clientId: redditId,
  clientSecret: readEnv('REDDIT_CLIENT_SECRET'),
  userAgent: readEnv('REDDIT_USER_AGENT'),
  pacer: redditPacer(turns, redditId ? 100 : 10),
})
const allowHosts = readFetchHosts()
const guardedFetch = openGuardedFetch({ allowHosts })
const trackedTickers = () => readTrackedTickers(sql)

serveStage(
  'ingestion',
  ingestion({
    sql,
    objects: openObjects(),
    allowHosts,
    pacers,
    adapters: adaptersOver({ polygon, edgar, alpacaMarket, guardedFetch, reddit, trackedTickers }),
  }),
  { sql, ...(redis ? { close: () => closeRedis(redis) } : {}) },
)
