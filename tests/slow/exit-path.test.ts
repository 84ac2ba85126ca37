/** The way of an exit from the look to the broker: a process may end at any await, and one sale comes of it. */

import { expect, test } from 'vitest'
import type { OrderRequest } from '#shared/clients/alpaca/client.ts'
import type { BrokerOrder } from '#shared/domain/trading/broker-state.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import type { Sql } from '#shared/sql/open.ts'
import { brokerAdapter } from '../../functions/broker-adapter/handler.ts'
import { watchOnce } from '../../services/trading-engine/watch-loops.ts'
import { decide, deliverOrder } from '../functions/broker-adapter/orders.ts'
import { setClock } from '../helpers/broker.ts'
import { cloneDatabase } from '../helpers/database.ts'
import { later, openEngineRig } from '../helpers/engine.ts'
import { allowMany, NOON, seedFill, seedRecommendation } from '../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const rig = openEngineRig(sql, as('stonks_trading'))
const { run, prices, codes, fillWaiting, jobs, exit } = rig

const EVER = 10_000
/** Some hundred processes end in turn. */
const MOST_MS = 180_000

/** A process that ends at the n-th of its awaits. */
function mortality(dieAt: number) {
  const state = { steps: 0, isDead: false }
  const isOver = () => {
    state.steps += 1
    state.isDead ||= state.steps >= dieAt
    return state.isDead
  }
  const step = () => {
    if (isOver()) throw new Error(`Ended at step ${state.steps}`)
  }
  return { state, step }
}

/** PostgreSQL as that process comes to it: nothing it began and did not commit is left of it. */
function mortal<Db extends object>(db: Db, step: () => void): Db {
  const begins = ['begin', 'savepoint']
  return new Proxy(db, {
    apply(target, self, args) {
      try {
        step()
      } catch (end) {
        // Who waits for it ends there; what was begun beside it is not waited for.
        const never = Promise.reject(end)
        never.catch(() => undefined)
        return never
      }
      return Reflect.apply(target as never, self, args)
    },
    get(target, name) {
      const value = Reflect.get(target, name)
      if (typeof value !== 'function' || !begins.includes(String(name))) return value
      return async (work: (tx: object) => Promise<unknown>) => {
        step()
        const result = await (value as (work: (tx: object) => unknown) => Promise<unknown>).call(
          target,
          async (tx) => {
            const done = await work(mortal(tx, step))
            step()
            return done
          },
        )
        step()
        return result
      }
    },
  })
}

const sales = async () => (await jobs()).filter(({ side }) => side === 'sell')

test(
  'a look that ends at any await leaves nothing, and the next one sells once',
  async () => {
    await rig.reset()
    await seedRecommendation(sql, { ticker: 'AAA' })
    await run(NOON)
    await fillWaiting('AAA', '100', NOON)
    await run(later(1))
    prices.set('AAA', '80')
    rig.state.now = later(2)
    let ended = 0
    for (let dieAt = 1; dieAt < EVER; dieAt += 1) {
      const { state, step } = mortality(dieAt)
      const own = mortal(rig.engine.sql, step)
      const latestTrades = (tickers: string[]) => {
        step()
        return rig.engine.latestTrades(tickers)
      }
      await watchOnce({ ...rig.engine, sql: own, latestTrades }, 'fast', later(2)).catch(
        () => undefined,
      )
      if (!state.isDead) break
      ended += 1
      const made = await sales()
      expect(made.length).toBeLessThanOrEqual(1)
      // A ticker at fault is tried again by the next look; until then nothing is half done.
      expect(await codes('AAA')).toEqual(made.length > 0 ? ['entry', 'stop_loss'] : ['entry'])
      if (made.length > 0) break
    }
    expect(ended).toBeGreaterThan(20)
    await watchOnce(rig.engine, 'fast', later(2))
    await watchOnce(rig.engine, 'fast', later(3))
    expect(await sales()).toHaveLength(1)
    expect(await exit('AAA')).toMatchObject({ code: 'stop_loss', state: 'sent' })
  },
  MOST_MS,
)

/** A broker of one process; what it took it keeps. */
function openBroker(step: () => void) {
  const taken = new Map<string, BrokerOrder>()
  const posts: string[] = []
  const alpaca = (through: () => void) => ({
    latestTrades: async () => {
      through()
      return new Map([['AAA', { price: '80', at: rig.state.now }]])
    },
    async submitOrder(order: OrderRequest): Promise<BrokerOrder> {
      through()
      posts.push(order.clientOrderId)
      const { clientOrderId, ticker, side, quantity } = order
      const sent: BrokerOrder = {
        clientOrderId,
        ticker,
        side,
        quantity,
        brokerOrderId: `at-broker-${clientOrderId}`,
        filledQuantity: '0',
        filledPriceAvg: null,
        status: 'new',
        submittedAt: rig.state.now,
        closedAt: null,
      }
      taken.set(clientOrderId, sent)
      through()
      return sent
    },
    orderByClientId: async (id: string) => {
      through()
      return taken.get(id)
    },
    replaceOrder: () => Promise.reject(new Error('nobody changes an order here')),
    cancelOrder: async () => 'taken' as const,
    openOrders: async () => [],
  })
  return { posts, mortal: alpaca(step), sound: alpaca(() => undefined) }
}

test(
  'an adapter that ends at any await puts the sale to the broker once',
  async () => {
    await rig.reset()
    await allowMany(sql)
    await seedFill(sql, { id: 'b', ticker: 'AAA', side: 'buy', quantity: '100', price: '100' })
    await run(later(1))
    const clock = setClock(later(2))
    rig.state.now = clock.now()
    const deps = { deployStage: 'path', rules, graceSeconds: 60 }
    let ended = 0
    for (let dieAt = 1; dieAt < EVER; dieAt += 1) {
      const { state, step } = mortality(dieAt)
      const broker = openBroker(step)
      const name = `path-${dieAt}`
      const decided = { name, ticker: 'AAA', side: 'sell', quantity: '0.01', price: '80' } as const
      const { decisionId, job } = await decide(sql, clock.now(), decided)
      const dying = brokerAdapter({ ...deps, sql: mortal(sql as Sql, step), alpaca: broker.mortal })
      const jobId = deriveId('path', dieAt)
      await deliverOrder(sql, clock, dying, job, jobId)
      const living = brokerAdapter({ ...deps, sql, alpaca: broker.sound })
      for (let deliveries = 0, status = 0; status !== 204; deliveries += 1) {
        expect(deliveries).toBeLessThan(6)
        ;({ status } = await deliverOrder(sql, clock, living, job, jobId))
        // It may be there unseen: it comes again when the grace is over.
        if (status !== 204) clock.set(new Date(clock.now().getTime() + 61_000))
        // Prices go on being read meanwhile.
        await sql`update positions set marked_at = ${clock.now()}`
      }
      expect([dieAt, broker.posts.length]).toEqual([dieAt, 1])
      const rows = await sql`select state from orders where decision_id = ${decisionId}`
      expect(rows).toEqual([{ state: 'submitted' }])
      if (!state.isDead) break
      ended += 1
    }
    expect(ended).toBeGreaterThan(20)
  },
  MOST_MS,
)
