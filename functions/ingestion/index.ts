/** ingestion, wired to the real world. */

import { adaptersOver } from '#shared/clients/adapters.ts'
import { openGuardedFetch } from '#shared/clients/guarded/fetch.ts'
import { openEdgar } from '#shared/clients/edgar/client.ts'
import { openObjects } from '#shared/clients/objects/store.ts'
import { openPolygon } from '#shared/clients/polygon/client.ts'
import { sources } from '#shared/domain/source/sources.ts'
import { readEnv, readNumber } from '#shared/host/env.ts'
import { readFetchHosts } from '#shared/host/fetch-hosts.ts'
import { keyedUrl } from '#shared/host/keyed-address.ts'
import { serveStage } from '#shared/queue/serve-stage.ts'
import { readCompanies } from '#shared/sql/universe/companies.ts'
import { openStagePostgres } from '#shared/sql/open.ts'
import { ingestion } from './handler.ts'

const sql = openStagePostgres()
const key = readEnv('MARKET_DATA_API_KEY')
const marketUrl = readEnv('MARKET_DATA_BASE_URL')
const polygon = openPolygon({
  baseUrl: key ? keyedUrl('MARKET_DATA_BASE_URL', marketUrl) : marketUrl,
  key,
})
const edgar = openEdgar({
  dataBaseUrl: readEnv('EDGAR_DATA_BASE_URL'),
  baseUrl: readEnv('EDGAR_BASE_URL'),
  userAgent: readEnv('EDGAR_USER_AGENT'),
  perSecond: readNumber(sources.filings_api.pace, 0.1),
})
const allowHosts = readFetchHosts()
const guardedFetch = openGuardedFetch({ allowHosts })
const trackedTickers = async () =>
  new Set((await readCompanies(sql, { active: true })).map(({ ticker }) => ticker))

serveStage(
  'ingestion',
  ingestion({
    sql,
    objects: openObjects(),
    allowHosts,
    adapters: adaptersOver({ polygon, edgar, guardedFetch, trackedTickers }),
  }),
  { sql },
)
