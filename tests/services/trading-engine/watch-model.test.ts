/**
 * Whatever happens to one position, a price at its stop is sold by the next look that can see it, and
 * never more is on its way than is held: refusals, dead jobs, cancels, parts, outages, restarts, splits.
 */

import { fc, test as property } from '@fast-check/vitest'
import { Big } from 'big.js'
import { expect } from 'vitest'
import { BrokerError } from '#shared/clients/alpaca/broker-error.ts'
import { nextSession, sessionAt } from '#shared/domain/market/calendar.ts'
import { watchOnce } from '../../../services/trading-engine/watch-loops.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { later, openEngineRig } from '../../helpers/engine.ts'
import { NOON, seedRecommendation } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const rig = openEngineRig(sql, as('stonks_trading'))

type Step =
  | { do: 'move'; to: number }
  | { do: 'look'; engines: number; isAway: boolean }
  | { do: 'end'; how: 'fill' | 'part' | 'reject' | 'cancel' | 'dead' }
  | { do: 'split' }

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('move' as const),
      to: fc.constantFrom(80, 94, 99, 104, 108, 130),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('look' as const),
      engines: fc.constantFrom(1, 1, 2),
      isAway: fc.constantFrom(false, false, false, true),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      how: fc.constantFrom('fill', 'part', 'reject', 'cancel', 'dead'),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'split' as const }) },
)

const state = { now: NOON, factor: 1, price: 100, fills: 0 }

async function look({ engines, isAway }: { engines: number; isAway: boolean }): Promise<void> {
  const next = new Date(state.now.getTime() + 60_000)
  state.now = sessionAt(next) ? next : new Date(nextSession(state.now).opensAt.getTime() + 60_000)
  rig.state.now = state.now
  const away = async (): Promise<never> => {
    throw new BrokerError('Ask the broker: no reply', { status: 0 })
  }
  const engine = isAway ? { ...rig.engine, latestTrades: away } : rig.engine
  await Promise.all(Array.from({ length: engines }, () => watchOnce(engine, 'fast', state.now)))
  if (!isAway) await expectSold()
}

/** What is at its stop is being sold, all of it. */
async function expectSold(): Promise<void> {
  const [row] = await sql<{ stopPrice: string; quantity: string }[]>`
    select stop_price, held.quantity from position_stop_levels join ledger_tickers held using (account_id, ticker)
    where ticker = 'AAA' and held.quantity > 0`
  if (!row || new Big(priceNow()).gt(row.stopPrice)) return
  expect(await onTheWay()).toBe(Number(row.quantity))
}

const priceNow = () => (state.price / state.factor).toFixed(6)
const held = async () =>
  Number(
    (await sql`select quantity from ledger_tickers where ticker = 'AAA'`)[0]?.['quantity'] ?? 0,
  )
async function onTheWay(): Promise<number> {
  const queued = (await rig.waiting()).filter(({ side }) => side === 'sell')
  return queued.reduce((sum, { quantity }) => sum.plus(quantity), new Big(0)).toNumber()
}

/** The oldest sale ends. */
async function end(how: 'fill' | 'part' | 'reject' | 'cancel' | 'dead'): Promise<void> {
  const [job] = (await rig.waiting()).filter(({ side }) => side === 'sell')
  if (!job) return
  if (how === 'dead') {
    await sql`update jobs set state = 'dead', reason = 'deliveries_exhausted', settled_at = now() where job_id = ${job.jobId}`
    return
  }
  if (how === 'reject') return rig.refuse(state.now, 'no')
  await rig.place(state.now, async (orderId) => {
    const share = how === 'fill' ? 1 : how === 'part' ? 0.5 : 0
    const sold = new Big(job.quantity).times(share).round(9, Big.roundDown).toFixed()
    if (share > 0)
      await sql`insert into order_fills (execution_id, order_id, broker_order_id, ticker, side, quantity, price, filled_at, recorded_at)
        values (${`f${state.fills++}`}, ${orderId}, ${orderId}, 'AAA', 'sell', ${sold}, ${priceNow()}, ${state.now}, ${state.now})`
    await sql`update orders set state = ${share === 1 ? 'filled' : 'canceled'}, filled_quantity = ${sold},
      closed_at = ${state.now} where order_id = ${orderId}`
  })
}

/** Overnight, told before: the price is another, the stop with it. */
async function split(): Promise<void> {
  const next = nextSession(state.now)
  await sql`insert into corporate_actions (action_id, ticker, kind, ex_date, ratio_from, ratio_to, known_at)
    values (gen_random_uuid(), 'AAA', 'split', ${next.date}, 1, 2, ${state.now})`
  state.now = next.opensAt
  state.factor *= 2
}

property.prop([fc.array(anyStep, { minLength: 8, maxLength: 30, size: 'max' })], {
  numRuns: 12,
  endOnFailure: true,
  examples: [
    [
      [
        { do: 'move', to: 80 },
        { do: 'look', engines: 2, isAway: false },
        { do: 'end', how: 'part' },
        { do: 'look', engines: 1, isAway: false },
        { do: 'end', how: 'dead' },
        { do: 'look', engines: 1, isAway: false },
      ],
    ],
  ],
})(
  'what is at its stop is on its way by the next look, and never more than is held',
  async (steps) => {
    await rig.reset()
    Object.assign(state, { now: later(1), factor: 1, price: 100 })
    await seedRecommendation(sql, { ticker: 'AAA' })
    await rig.run(NOON)
    await rig.fillWaiting('AAA', '100', NOON)
    await rig.run(later(1))
    for (const step of steps) {
      if (step.do === 'move') state.price = step.to
      if (step.do === 'split') await split()
      rig.prices.set('AAA', priceNow())
      if (step.do === 'look') await look(step)
      if (step.do === 'end') await end(step.how)
      expect(await onTheWay()).toBeLessThanOrEqual(await held())
      expect(await held()).toBeGreaterThanOrEqual(0)
    }
  },
  120_000,
)
