/**
 * What trading stands on, each missing, stale, slow and garbage: no order is sent, and cancels work.
 * Redis carries jobs and decides nothing, so its cells are what it may deliver, or not.
 */

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openAlpaca, type Alpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { askApproval } from '#shared/sql/trading/approvals.ts'
import { readOrderDecision } from '#shared/sql/trading/overrides.ts'
import { setHold } from '#shared/sql/trading/standing.ts'
import { brokerAdapter } from '../../../functions/broker-adapter/handler.ts'
import { serveBroker, setClock } from '../../helpers/broker.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { NOON } from '../../helpers/trading.ts'
import { decide, deliverOrder, type Job } from './orders.ts'

const { sql, as } = await cloneDatabase()
const clock = setClock()
/** The broker goes by its own clock, whatever ours says. */
const theirs = setClock()
const broker = await serveBroker(theirs)
const alpaca = openAlpaca({ ...broker.settings, timeoutMs: 1_500 })
const posts = () => broker.seen.filter((line) => line === 'POST /alpaca/v2/orders').length

/** What one delivery is made with; a cell breaks a part of it. */
type Scene = { sql: Sql; alpaca: Alpaca; job: Job | null; jobId: string }
type Break = (scene: Scene) => unknown
const undo: (() => unknown)[] = []
let n = 0

/** Nobody gets at a table; whoever waits for it is sent away. */
const slow = (table: string) => async (): Promise<void> => {
  const role = 'stonks_trading'
  await sql.unsafe(
    `alter role ${role} in database ${await databaseName()} set lock_timeout = '50ms'`,
  )
  const holder = openPostgres(await addressOf(), 1)
  await holder.unsafe('begin')
  await holder.unsafe(`lock table ${table} in access exclusive mode`)
  undo.push(async () => {
    await holder.unsafe('rollback')
    await holder.end()
    await sql.unsafe(`alter role ${role} in database ${await databaseName()} reset lock_timeout`)
  })
}
const databaseName = async () =>
  (await sql<{ name: string }[]>`select current_database() as name`)[0]!.name
const addressOf = async () =>
  `postgres://${sql.options.user}:${sql.options.pass ?? ''}@${sql.options.host[0]}:${sql.options.port[0]}/${await databaseName()}`
const at = (text: string) => () => clock.set(new Date(text))
const quotes =
  (latestTrades: Alpaca['latestTrades']): Break =>
  (scene) => {
    scene.alpaca = { ...scene.alpaca, latestTrades }
  }
const skew =
  (next: () => number): Break =>
  () => {
    const real = Date.now.bind(Date)
    const start = real()
    const spy = vi.spyOn(Date, 'now').mockImplementation(() => real() + next())
    undo.push(() => spy.mockRestore())
    return start
  }
const limit = (name: string, value: string | null) => async () => {
  const [old] = await sql<{ value: unknown }[]>`select value from risk_configs where name = ${name}`
  if (value === null) await sql`delete from risk_configs where name = ${name}`
  else await sql`update risk_configs set value = ${value}::text::jsonb where name = ${name}`
  undo.push(
    () => sql`insert into risk_configs (name, value) values (${name}, ${JSON.stringify(old!.value)}::text::jsonb)
      on conflict (name) do update set value = excluded.value`,
  )
}

/** A person agreed to the order of the scene, so long ago; orders of a dollar wait for one. */
async function approved({ job }: Scene, minutesAgo = 1): Promise<void> {
  await limit('approval_value_min', '"1"')()
  const at = new Date(clock.now().getTime() - minutesAgo * 60_000)
  const decisionId = job!.idempotency_key!
  const decision = await readOrderDecision(sql, decisionId)
  await sql.begin((tx) => askApproval(tx, decision!, at))
  await sql`
    update approval_requests set status = 'approved', reviewed_by = 'ann', reviewer_id = 'ann',
      reviewed_at = ${at} where decision_id = ${decisionId}`
}

const cells: Record<string, Record<'missing' | 'stale' | 'slow' | 'garbage', Break>> = {
  PostgreSQL: {
    missing: (scene) => {
      scene.sql = openPostgres('postgres://stonks_trading:x@127.0.0.1:1/none', 1)
    },
    stale: async (scene) => {
      await sql.unsafe(
        `alter role stonks_trading in database ${await databaseName()} set default_transaction_read_only = on`,
      )
      scene.sql = as('stonks_trading')
      undo.push(async () =>
        sql.unsafe(
          `alter role stonks_trading in database ${await databaseName()} reset default_transaction_read_only`,
        ),
      )
    },
    slow: slow('trading_mode'),
    garbage: async () => {
      await sql`alter table trading_mode drop constraint trading_mode_mode_check`
      await sql`update trading_mode set mode = 'sure'`
      undo.push(() => sql`update trading_mode set mode = 'paper'`)
    },
  },
  Redis: {
    missing: (scene) => {
      scene.job = null
    },
    stale: () => clock.set(new Date(clock.now().getTime() + 3 * 3_600_000)),
    slow: () => clock.set(new Date(clock.now().getTime() + 45 * 60_000)),
    garbage: (scene) => {
      scene.job = { ...scene.job!, idempotency_key: deriveId('nobody decided this') }
    },
  },
  'quote feed': {
    missing: quotes(async () => new Map()),
    stale: quotes(async (tickers) => {
      const old = new Date(clock.now().getTime() - 600_000)
      return new Map(tickers.map((ticker) => [ticker, { price: '100.9', at: old }]))
    }),
    slow: quotes(() => Promise.reject(new Error('no answer in time'))),
    garbage: quotes(
      async (tickers) =>
        new Map(tickers.map((ticker) => [ticker, { price: '0', at: clock.now() }])),
    ),
  },
  calendar: {
    missing: at('2041-06-04T15:00:00Z'),
    stale: at('2024-06-03T21:00:00Z'),
    slow: at('2024-07-03T18:00:00Z'),
    garbage: at('2024-07-04T15:00:00Z'),
  },
  'risk config': {
    missing: limit('price_collar_pct', null),
    stale: limit('position_value_max', '"1"'),
    slow: slow('risk_configs'),
    garbage: limit('quote_age_seconds_max', '"lots"'),
  },
  reconciliation: {
    missing: () => sql`update broker_accounts set is_current = false`,
    stale: () => sql`update broker_accounts set synced_at = synced_at - interval '1 hour'`,
    slow: () => sql`update broker_accounts set synced_at = synced_at - interval '125 seconds'`,
    garbage: () =>
      sql.begin((tx) =>
        setHold(
          tx,
          { code: 'reconciliation', state: 'halted', says: 'AAPL', by: 'test' },
          clock.now(),
        ),
      ),
  },
  'approval store': {
    missing: limit('approval_value_min', '"1"'),
    stale: (scene) => approved(scene, 60),
    slow: async (scene) => {
      await approved(scene)
      await slow('approval_requests')()
    },
    // What was agreed to is another order than the one that is to be sent.
    garbage: async (scene) => {
      await approved(scene)
      await sql`update trading_decisions set quantity = 0.26 where decision_id = ${scene.job!.idempotency_key!}`
    },
  },
  'clock against PostgreSQL': {
    missing: skew(() => Number.NaN),
    stale: skew(() => -3_000),
    slow: (() => {
      let late = 0
      return skew(() => (late += 3_000))
    })(),
    garbage: skew(() => 86_400_000),
  },
}

beforeEach(async () => {
  n += 1
  clock.set(new Date(NOON.getTime() + n * 60_000))
  theirs.set(clock.now())
  await sql`truncate trading_holds`
  await sql`update broker_accounts set is_current = true`
  await sql.begin(async (tx) =>
    recordBrokerState(tx, await fetchBrokerState(alpaca, null), clock.now()),
  )
})
afterEach(async () => {
  for (const back of undo.splice(0).toReversed()) await back()
})

const table = Object.entries(cells).flatMap(([what, ways]) =>
  Object.entries(ways).map(([how, breaks]) => [what, how, breaks] as const),
)
test.each(table)(
  '%s %s: nothing is sent, and an order can be taken back',
  async (what, how, breaks) => {
    const open = await alpaca.submitOrder({
      clientOrderId: `open-${n}`,
      ticker: 'MSFT',
      side: 'buy',
      quantity: '1',
      orderType: 'limit',
      limitPrice: '10',
      stopPrice: null,
    })
    const { job } = await decide(sql, clock.now(), { name: `closed-${what}-${how}` })
    const scene: Scene = { sql: as('stonks_trading'), alpaca, job, jobId: deriveId('job', n) }
    await breaks(scene)
    const before = posts()
    const handlers = brokerAdapter({ ...scene, deployStage: 'closed', rules, graceSeconds: 60 })
    if (scene.job)
      await deliverOrder(scene.sql, clock, handlers, scene.job, scene.jobId).catch(() => undefined)
    expect(posts()).toBe(before)
    await alpaca.cancelOrder(open.brokerOrderId)
    expect((await alpaca.openOrders()).map(({ clientOrderId }) => clientOrderId)).toEqual([])
  },
)

test('the matrix is whole: eight of what trading stands on, four ways each', () => {
  expect(table).toHaveLength(32)
})

test.each([false, true])(
  'and with all of it in order, it is sent (approved: %s)',
  async (isApproved) => {
    const { job } = await decide(sql, clock.now(), { name: `open ${isApproved}` })
    if (isApproved) await approved({ sql, alpaca, job, jobId: '' })
    const before = posts()
    const handlers = brokerAdapter({
      sql: as('stonks_trading'),
      alpaca,
      deployStage: 'closed',
      rules,
      graceSeconds: 60,
    })
    await deliverOrder(sql, clock, handlers, job, deriveId('job', `open ${isApproved}`))
    expect(posts()).toBe(before + 1)
  },
)
