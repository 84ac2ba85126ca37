/** One mode of a misbehaving broker: its orders carried by adapters that are killed, then counted. */

import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { openClock, type Clock } from '#shared/host/clock.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { allowMany } from '../../helpers/trading.ts'
import { claimBlock } from '../../../services/local/embedded/ports.ts'
import type { Random } from '../random.ts'
import { countMode, type Counted } from './count.ts'
import { startFleet } from './fleet.ts'
import type { Mode } from './modes.ts'
import { startPump } from './pump.ts'
import { serveMock, type MockBroker } from './server.ts'
import { decideAll, GRACE_SECONDS, keepGoing, untilQuiet, WORKERS, type Broker } from './traffic.ts'

/** A Monday, five minutes after the open: there is session enough for every mode. */
const OPEN = Date.parse('2024-06-03T13:35:00Z')
const WHY_MAX = 5

export type ModeRun = {
  database: string
  mode: Mode
  random: Random
  speed: number
  intents: number
  kills: number
  isBlind?: boolean
}

export async function runMode(run: ModeRun): Promise<Counted & { kills: number; why: string[] }> {
  const { database, mode, random, speed, isBlind = false } = run
  const clockText = `scaled:${Date.now()}:${OPEN}:${speed}`
  const clock = openClock(clockText)
  const sql = openPostgres(database, 6)
  const mock = await serveMock(mode, random, () => clock.now().getTime())
  const settings = { baseUrl: `${mock.base}/alpaca`, dataBaseUrl: `${mock.base}/data` }
  const keys = { key: 'key', secret: 'secret' }
  const alpaca = openAlpaca({ ...settings, ...keys, timeoutMs: 2_000, requestsPerMinute: 0 })
  const { first, release } = await claimBlock(WORKERS)
  const ports = Array.from({ length: WORKERS }, (_, place) => first + place)
  const fleet = startFleet(isBlind ? 'blind' : 'adapter', ports, {
    DATABASE_URL: database,
    BUSINESS_CLOCK: clockText,
    DEPLOY_STAGE: 'chaos',
    ORDER_GRACE_SECONDS: String(GRACE_SECONDS),
    BROKER_BASE_URL: settings.baseUrl,
    BROKER_DATA_BASE_URL: settings.dataBaseUrl,
    BROKER_API_KEY: keys.key,
    BROKER_API_SECRET: keys.secret,
    BROKER_REQUESTS_PER_MINUTE: '0',
    BROKER_TIMEOUT_SECONDS: '2',
  })
  const pump = startPump({ sql, fleet, business: () => clock.now() }, WORKERS)
  await begin(sql, mock, alpaca, clock)
  const keeping = keepGoing({ sql, alpaca, clock, speed })
  try {
    const decisions = await decideAll({ sql, clock, pump, fleet, random, mock }, run)
    await untilQuiet({ sql, pump, mock, isBlind, speed })
    return {
      ...(await counted(sql, mock, decisions, clock)),
      kills: fleet.kills(),
    }
  } finally {
    await pump.stop()
    await keeping.stop()
    await fleet.stop()
    await release()
    await mock.close()
    await sql.end({ timeout: 2 })
  }
}

async function counted(sql: Sql, mock: MockBroker, decisions: string[], clock: Clock) {
  const { why, ...counts } = await countMode(sql, mock.book, decisions, clock.now().getTime())
  return { ...counts, why: [...new Set(why)].slice(0, WHY_MAX) }
}

/** What is held before: enough to sell. Limits that are not at issue are out of the way. */
async function begin(sql: Sql, mock: MockBroker, alpaca: Broker, clock: Clock): Promise<void> {
  for (const ticker of ['SELLA', 'SELLB'])
    mock.book.take(
      { clientId: `before-${ticker}`, ticker, side: 'buy', quantity: '5000', limitPrice: null },
      false,
    )
  for (const order of mock.book.orders)
    Object.assign(order, {
      seenAt: 0,
      oddUntil: 0,
      executions: order.executions.map((one) => ({
        ...one,
        at: OPEN - 60_000,
        toldAt: 0,
        bustedAt: Number.POSITIVE_INFINITY,
      })),
    })
  await sql`update trading_mode set mode = 'paper', account_number = 'PA3WORLD0001'`
  await sql`update risk_configs set value = '1' where name in ('position_pct_max', 'sector_pct_max')`
  await sql`update risk_configs set value = '"100000000"' where name in ('position_value_max', 'approval_value_min')`
  await sql`update risk_configs set value = '1000000' where name in ('orders_per_minute_max', 'positions_max', 'sectors_max', 'quote_age_seconds_max')`
  await allowMany(sql)
  await sql`insert into pipeline_control (enabled) values (true) on conflict (only_row) do update set enabled = true`
  mock.calm(true)
  await sql.begin(async (tx) =>
    recordBrokerState(tx, await fetchBrokerState(alpaca, null), clock.now()),
  )
  mock.calm(false)
}
