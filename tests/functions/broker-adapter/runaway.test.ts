import { expect, test } from 'vitest'
import { deriveId } from '#shared/host/ids.ts'
import { answerRisk } from '../../../services/risk-engine/routes.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { askService, person } from '../../helpers/principals.ts'
import { decide, deliverOrder } from './orders.ts'
import { runAway } from './run-away.ts'

const database = await cloneDatabase()
const { sql } = database
const ORDERS_PER_MINUTE = 20

test('an engine that runs away sends no more than a minute may, and is held until a person lifts it', async () => {
  const { own, clock, sync, handlers, posts, heldAfter, standing } = await runAway(database, 80)
  expect(posts()).toBeGreaterThan(0)
  expect(posts()).toBeLessThanOrEqual(ORDERS_PER_MINUTE)
  // Refused ten times for what it should have kept away from.
  expect(heldAfter).toBe(posts() + 10)
  expect(standing).toMatchObject({ state: 'reducing' })
  expect(await sql`select actor from audit_events where action = 'runaway'`).toHaveLength(1)
  const [last] = await sql`select code from risk_evaluations order by evaluated_at desc limit 1`
  expect(last).toEqual({ code: 'runaway' })

  // What it holds may still be sold.
  clock.set(new Date(clock.now().getTime() + 120_000))
  await sync()
  const again = async (side: 'buy' | 'sell') => {
    const name = `${side} ${clock.now().toISOString()}`
    const { decisionId, job } = await decide(sql, clock.now(), { name, side, quantity: '0.2' })
    await deliverOrder(own, clock, handlers, job, deriveId('job', name))
    return (await sql`select code from risk_evaluations where decision_id = ${decisionId}`)[0]
  }
  expect(await again('sell')).toEqual({ code: 'passed' })
  expect(await again('buy')).toEqual({ code: 'runaway' })

  const site = { service: 'risk-engine' as const, answers: answerRisk({ sql: own, clock }) }
  const reply = await askService(site, person('operator'))('POST', '/risk/runaway/lift', {
    reason: 'mended',
  })
  expect(await reply.json()).toEqual({ lifted: true })
  clock.set(new Date(clock.now().getTime() + 1_000))
  expect(await again('buy')).toEqual({ code: 'passed' })
})
