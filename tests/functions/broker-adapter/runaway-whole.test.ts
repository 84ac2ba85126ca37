/** Ten thousand decisions of an engine with a fault: one after the other, and many at the adapter at once. */

import { expect, test } from 'vitest'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { readStanding } from '#shared/sql/trading/standing.ts'
import { brokerAdapter } from '../../../functions/broker-adapter/handler.ts'
import { answerRisk } from '../../../services/risk-engine/routes.ts'
import { serveBroker, setClock, type SetClock } from '../../helpers/broker.ts'
import { cloneDatabase, type TestDatabase } from '../../helpers/database.ts'
import { askService, person } from '../../helpers/principals.ts'
import { decide, deliverOrder } from './orders.ts'
import { runAway } from './run-away.ts'

const DECISIONS = 10_000
const AT_ONCE = 8
const ORDERS_PER_MINUTE = 20
const REFUSALS = 10

/** A person lifts the hold; whether the next entry leaves then. */
async function leavesAgain(
  { sql, as }: TestDatabase,
  clock: SetClock,
  { sync, send }: { sync: () => Promise<void>; send: () => Promise<unknown> },
): Promise<void> {
  const site = {
    service: 'risk-engine' as const,
    answers: answerRisk({ sql: as('stonks_trading'), clock }),
  }
  const asked = askService(site, person('operator'))
  const reply = await asked('POST', '/risk/runaway/lift', { reason: 'mended' })
  expect(await reply.json()).toEqual({ lifted: true })
  clock.set(new Date(clock.now().getTime() + 120_000))
  await sync()
  await send()
  const [last] = await sql`select code from risk_evaluations order by evaluated_at desc limit 1`
  expect(last).toEqual({ code: 'passed' })
}

test('one after the other, no more leave than a minute may, and entries end until a person lifts it', async () => {
  const database = await cloneDatabase()
  const { own, clock, sync, handlers, posts, heldAfter, standing } = await runAway(
    database,
    DECISIONS,
  )
  expect(posts()).toBeGreaterThan(0)
  expect(posts()).toBeLessThanOrEqual(ORDERS_PER_MINUTE)
  expect(heldAfter).toBe(posts() + REFUSALS)
  expect(standing).toMatchObject({ state: 'reducing', holds: [{ code: 'runaway' }] })
  const sent = posts()
  const send = async () => {
    const { job } = await decide(database.sql, clock.now(), { name: 'again', quantity: '0.2' })
    await deliverOrder(own, clock, handlers, job, deriveId('again'))
  }
  await leavesAgain(database, clock, { sync, send })
  expect(posts()).toBe(sent + 1)
}, 1_200_000)

test('all of one moment, eight at the adapter at once: the same', async () => {
  const database = await cloneDatabase()
  const { sql, as } = database
  const own = as('stonks_trading')
  const clock = setClock()
  const broker = await serveBroker(clock)
  const alpaca = openAlpaca({ ...broker.settings, timeoutMs: 5_000 })
  const handlers = brokerAdapter({ sql: own, alpaca, deployStage: 'away', rules, graceSeconds: 60 })
  const posts = () => broker.seen.filter((line) => line === 'POST /alpaca/v2/orders').length
  const sync = async () => {
    const state = await fetchBrokerState(alpaca, null)
    await sql.begin((tx) => recordBrokerState(tx, state, clock.now()))
  }
  await sync()
  let next = 0
  const one = async (name: string) => {
    const quantity = (0.25 + next / 1_000_000).toFixed(6)
    const ticker = next % 2 === 0 ? 'AAPL' : 'MSFT'
    const { job } = await decide(sql, clock.now(), { name, ticker, quantity })
    await deliverOrder(own, clock, handlers, job, deriveId(name))
  }
  const work = async () => {
    while (next < DECISIONS) {
      next += 1
      await one(`at-once-${next}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const decided = await sql`select from trading_decisions`
  expect(decided).toHaveLength(DECISIONS)
  expect(posts()).toBeGreaterThan(0)
  // Of one moment no more than a second may.
  expect(posts()).toBeLessThanOrEqual(ORDERS_PER_MINUTE)
  const standing = await readStanding(sql, clock.now())
  expect(standing).toMatchObject({ state: 'reducing', holds: [{ code: 'runaway' }] })
  const sent = posts()
  await leavesAgain(database, clock, { sync, send: () => one('again') })
  expect(posts()).toBe(sent + 1)
}, 1_200_000)
