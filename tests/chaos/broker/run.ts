/** The orders of a trading day through a broker that misbehaves, while adapters are killed; then the count. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { openClock, type Clock } from '#shared/host/clock.ts'
import { deriveId } from '#shared/host/ids.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { allowMany } from '../../helpers/trading.ts'
import { keepOrders } from '../../../services/trading-engine/keeper.ts'
import { drawSecret } from '../../../services/local/embedded/draw-secret.ts'
import { freePorts } from '../../../services/local/embedded/ports.ts'
import { startPostgres, throwaway } from '../../../services/local/embedded/postgres.ts'
import { decide } from '../../functions/broker-adapter/orders.ts'
import { openRandom, type Random } from '../random.ts'
import { countMode, type Counted } from './count.ts'
import { startFleet } from './fleet.ts'
import { MODES, type Mode } from './modes.ts'
import { startPump } from './pump.ts'
import { serveMock, type MockBroker } from './server.ts'

export type BrokerChaosOptions = {
  intents: number
  kills: number
  seed: number
  modes?: readonly Mode[]
  /** How many times faster than the wall business time goes: less on a busy machine, where readings grow old. */
  speed?: number
  say?: (words: string) => void
}
export type BrokerChaosResult = Omit<Counted, 'intents'> & {
  intents: number
  kills: number
  modes: Partial<Record<Mode, Counted & { kills: number; why: string[] }>>
  controls: { blind_duplicates: number }
  seconds: number
}

/** A Monday, five minutes after the open: there is session enough for every mode. */
const OPEN = Date.parse('2024-06-03T13:35:00Z')
const SPEED = 20
const GRACE_SECONDS = 60
const WORKERS = 4
const QUIET_MS_MAX = 120_000
const CONTROL_INTENTS = 60
const WHY_MAX = 5

export async function runBrokerChaos(options: BrokerChaosOptions): Promise<BrokerChaosResult> {
  const { intents, kills, seed, modes = MODES, speed = SPEED, say = () => undefined } = options
  const started = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'stonks-broker-'))
  const [port] = (await freePorts(1)) as [number]
  const password = drawSecret()
  const postgres = await startPostgres(join(folder, 'data'), port, throwaway, {
    password,
    forTrials: true,
  })
  const results: BrokerChaosResult['modes'] = {}
  try {
    for (const [index, mode] of modes.entries()) {
      const share = {
        intents: shareOf(intents, modes.length, index),
        kills: shareOf(kills, modes.length, index),
      }
      const database = await makeDatabase(postgres.url, mode)
      const random = openRandom(seed * 1_000 + index)
      results[mode] = await runMode({ database, mode, random, speed, ...share })
      say(`${mode}: ${JSON.stringify(results[mode])}`)
    }
    const database = await makeDatabase(postgres.url, 'control')
    const random = openRandom(seed)
    const control = {
      database,
      mode: 'lost_response',
      random,
      speed,
      intents: CONTROL_INTENTS,
      kills: 5,
    } as const
    const blind = await runMode({ ...control, isBlind: true })
    return sumUp(results, blind.duplicates, started)
  } finally {
    await postgres.stop('immediate')
    rmSync(folder, { recursive: true, force: true })
  }
}

function sumUp(
  modes: BrokerChaosResult['modes'],
  blind: number,
  started: number,
): BrokerChaosResult {
  const all = Object.values(modes)
  const total = (of: (one: (typeof all)[number]) => number) =>
    all.reduce((sum, one) => sum + of(one), 0)
  return {
    intents: total(({ intents }) => intents),
    kills: total(({ kills }) => kills),
    duplicates: total(({ duplicates }) => duplicates),
    missing: total(({ missing }) => missing),
    unexplained: total(({ unexplained }) => unexplained),
    stuck: total(({ stuck }) => stuck),
    ended: total(({ ended }) => ended),
    refused: total(({ refused }) => refused),
    busts: total(({ busts }) => busts),
    modes,
    controls: { blind_duplicates: blind },
    seconds: Math.round((performance.now() - started) / 100) / 10,
  }
}

function shareOf(whole: number, parts: number, index: number): number {
  return Math.floor(whole / parts) + (index < whole % parts ? 1 : 0)
}

async function makeDatabase(url: string, name: string): Promise<string> {
  const admin = openPostgres(url, 1)
  await admin.unsafe(`create database chaos_${name}`)
  await admin.end()
  const database = url.replace(/\/[^/]*$/, `/chaos_${name}`)
  const sql = openPostgres(database, 1)
  await migrate(sql)
  await sql.end()
  return database
}

type ModeRun = {
  database: string
  mode: Mode
  random: Random
  speed: number
  intents: number
  kills: number
  isBlind?: boolean
}

async function runMode(run: ModeRun): Promise<Counted & { kills: number; why: string[] }> {
  const { database, mode, random, speed, isBlind = false } = run
  const clockText = `scaled:${Date.now()}:${OPEN}:${speed}`
  const clock = openClock(clockText)
  const sql = openPostgres(database, 6)
  const mock = await serveMock(mode, random, () => clock.now().getTime())
  const settings = { baseUrl: `${mock.base}/alpaca`, dataBaseUrl: `${mock.base}/data` }
  const keys = { key: 'key', secret: 'secret' }
  const alpaca = openAlpaca({ ...settings, ...keys, timeoutMs: 2_000, requestsPerMinute: 0 })
  const fleet = startFleet(isBlind ? 'blind' : 'adapter', await freePorts(WORKERS), {
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
    await mock.close()
    await sql.end({ timeout: 2 })
  }
}

async function counted(sql: Sql, mock: MockBroker, decisions: string[], clock: Clock) {
  const { why, ...counts } = await countMode(sql, mock.book, decisions, clock.now().getTime())
  return { ...counts, why: [...new Set(why)].slice(0, WHY_MAX) }
}

type Alpaca = ReturnType<typeof openAlpaca>

/** What is held before: enough to sell. Limits that are not at issue are out of the way. */
async function begin(sql: Sql, mock: MockBroker, alpaca: Alpaca, clock: Clock): Promise<void> {
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

type Stage = {
  sql: Sql
  clock: Clock
  pump: ReturnType<typeof startPump>
  fleet: ReturnType<typeof startFleet>
  random: Random
  mock: MockBroker
}

/** Decides a few orders at a time, as fast as they are carried; kills fall about the POSTs and anywhere. */
async function decideAll(stage: Stage, { intents, kills }: ModeRun): Promise<string[]> {
  const { sql, clock, pump, fleet, random, mock } = stage
  let left = kills
  const die = () => {
    if (left > 0 && fleet.kill(random.between(0, WORKERS - 1))) left -= 1
  }
  const share = kills / Math.max(1, intents)
  mock.onPost = () => {
    if (random.next() < share * 0.7) die()
  }
  const decisions: string[] = []
  for (let index = 0; index < intents; index++) {
    while (pump.waiting() > 60) await sleep(10)
    const side = index % 4 === 3 ? 'sell' : 'buy'
    const ticker =
      side === 'sell' ? random.pick(['SELLA', 'SELLB']) : random.pick(['BUYA', 'BUYB', 'BUYC'])
    const made = await decide(sql, clock.now(), {
      name: `chaos-${index}`,
      ticker,
      side,
      price: '100',
    })
    decisions.push(made.decisionId)
    const jobId = deriveId('chaos', index)
    await sql`insert into jobs (job_id, list, payload, business_at, relayed_at)
      values (${jobId}, 'broker_orders', ${sql.json(made.job as never)}, ${clock.now()}, now())`
    pump.put({ list: 'broker_orders', jobId, payload: made.job })
    if (random.next() < share * 0.6) die()
  }
  while (left > 0) {
    await sleep(20)
    die()
  }
  return decisions
}

/** The keeper each five business seconds and a reading each forty, whatever becomes of either. */
function keepGoing(at: { sql: Sql; alpaca: Alpaca; clock: Clock; speed: number }) {
  const { sql, alpaca, clock, speed } = at
  let stopped = false
  const every = async (businessSeconds: number, act: () => Promise<unknown>) => {
    while (!stopped) {
      await act().catch(() => undefined)
      await sleep((businessSeconds * 1000) / speed)
    }
  }
  const deps = { sql, broker: alpaca, graceSeconds: GRACE_SECONDS }
  const done = Promise.all([
    every(5, () => keepOrders(deps, clock.now())),
    every(40, async () => {
      const now = clock.now()
      const state = await fetchBrokerState(alpaca, null)
      await sql.begin((tx) => recordBrokerState(tx, state, now))
    }),
  ])
  return {
    async stop() {
      stopped = true
      await done
    },
  }
}

/** All is carried, and every order has ended; a while longer, so that what is told late is told. */
async function untilQuiet(at: {
  sql: Sql
  pump: { waiting(): number }
  mock: MockBroker
  isBlind: boolean
  speed: number
}) {
  const { sql, pump, mock, isBlind, speed } = at
  const until = performance.now() + QUIET_MS_MAX
  for (;;) {
    const [row] = await sql<{ open: number }[]>`
      select (select count(*)::int from orders where state in ('intent', 'submitted', 'partially_filled', 'unknown'))
        + (select count(*)::int from jobs where list in ('broker_orders', 'order_cancels')
            and (state in ('queued', 'dead') or reason = 'left_to_keeper')) as open`
    if (pump.waiting() === 0 && (isBlind || row?.open === 0)) break
    if (performance.now() > until) return
    await sleep(100)
  }
  mock.calm(true)
  await sleep((130 * 1000) / speed + 2_500)
}
