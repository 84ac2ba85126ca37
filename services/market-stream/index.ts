/** market-stream, wired to the real world: Alpaca's stream of prices, kept by one process at a time. */

import { vendorOf } from '#shared/clients/alpaca/bars.ts'
import { openAlpacaMarket } from '#shared/clients/alpaca/market.ts'
import { openOwnTurns } from '#shared/clients/pace/own-turns.ts'
import { alpacaPacer } from '#shared/clients/pace/vendors.ts'
import { openClock } from '#shared/host/clock.ts'
import { readEnv, readNumber } from '#shared/host/env.ts'
import { keyedUrl } from '#shared/host/keyed-address.ts'
import { openLog } from '#shared/host/log.ts'
import { runService } from '#shared/host/service.ts'
import { openBeats } from '#shared/sql/beats.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { openSchemaGate } from '#shared/sql/schema/gate.ts'
import { readCompanies } from '#shared/sql/universe/companies.ts'
import { keepStream } from './keep.ts'
import { openLead } from './lead.ts'
import { pause, usualPaces } from './site.ts'

const log = openLog('market-stream')
const clock = openClock()
const feed = readEnv('ALPACA_STREAM_FEED')
if (feed !== 'iex' && feed !== 'sip')
  throw new RangeError(`Read ALPACA_STREAM_FEED: expected iex or sip, found "${feed}"`)

const keys = { key: readEnv('ALPACA_DATA_KEY'), secret: readEnv('ALPACA_DATA_SECRET') }
const dataUrl = readEnv('ALPACA_DATA_BASE_URL')
const streamUrl = keyedUrl('ALPACA_STREAM_URL', readEnv('ALPACA_STREAM_URL'), 'ws')
const sql = openPostgres(undefined, 2)
const leadSql = openPostgres(undefined, 1)
const schema = openSchemaGate(sql, log)
const site = {
  feed,
  vendor: vendorOf(feed),
  clock,
  log,
  lead: openLead(leadSql),
  address: { url: `${streamUrl.replace(/\/+$/, '')}/v2/${feed}`, ...keys },
  market: openAlpacaMarket({
    baseUrl: keys.key ? keyedUrl('ALPACA_DATA_BASE_URL', dataUrl) : dataUrl,
    ...keys,
    // It comes to no Redis: beside ingestion, half the pace is left to it.
    pacer: alpacaPacer(openOwnTurns(2), readNumber('ALPACA_DATA_PER_MINUTE')),
  }),
  tracked: async () =>
    (await readCompanies(sql, { active: true })).map(({ ticker }) => ticker).sort(),
  pace: usualPaces,
} as const

const ending = new AbortController()

/** A replay that is stepped through has no stream: what is told would hang on how fast it runs. */
async function run(): Promise<void> {
  if (clock.mode === 'stepped') {
    log.info('market-stream is resting: business time is stepped')
    return
  }
  while (!ending.signal.aborted) {
    const isThere = await schema.pass().then(
      () => true,
      () => false,
    )
    if (isThere) return keepStream(site, ending.signal)
    await pause(1_000, ending.signal)
  }
}

const running = run()

runService({
  name: 'market-stream',
  beat: openBeats(sql, 'market-stream'),
  log,
  clock,
  schema,
  parts: { PostgreSQL: () => sql`select 1` },
  ready: async () => {
    await sql`select 1`
  },
  async close() {
    ending.abort()
    await running
    await Promise.all([sql.end({ timeout: 2 }), leadSql.end({ timeout: 2 })])
  },
})
