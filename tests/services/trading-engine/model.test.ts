/**
 * Random days of trading against the real engine, the real intent step and a real database: prices
 * jump, orders fill late, in parts or not at all, rounds run twice and at once. Whatever happens,
 * what must always hold is asked of the database after every step.
 */

import { fc, test as property } from '@fast-check/vitest'
import { beforeEach, describe, expect } from 'vitest'
import { rules } from '#shared/domain/rules/versions.ts'
import type { BrokerOrderJob } from '#shared/contracts/jobs/broker-orders.ts'
import { rejectOrder } from '#shared/sql/trading/order-life.ts'
import { applyReport } from '#shared/sql/trading/orders.ts'
import { findDecision, placeIntent } from '../../../functions/broker-adapter/intent.ts'
import { runTradingRound, type TradingEngine } from '../../../services/trading-engine/round.ts'
import { clearAudit } from '../../helpers/audit.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import {
  NOON,
  seedAccount,
  seedBars,
  seedCompany,
  seedRecommendation,
} from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_trading')
const TICKERS = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF', 'GGG', 'HHH'] as const
const PLACES = 3

type Step =
  | { do: 'recommend'; ticker: string; action: 'buy' | 'sell'; confidence: number }
  | { do: 'move'; ticker: string; factor: number }
  | { do: 'deliver'; outcome: 'fill' | 'half' | 'open' | 'reject' | 'late' }
  | { do: 'settle' }
  | { do: 'round'; at: 'once' | 'twice' | 'together'; minutes: number }

const ticker = fc.constantFrom(...TICKERS)
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('recommend' as const),
      ticker,
      action: fc.constantFrom('buy', 'buy', 'buy', 'sell'),
      confidence: fc.constantFrom(0.5, 0.55, 0.8, 0.9, 0.95),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('move' as const),
      ticker,
      factor: fc.constantFrom(0.84, 0.93, 0.97, 1.03, 1.07, 1.08, 1.25),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      outcome: fc.constantFrom('fill', 'fill', 'half', 'open', 'reject', 'late'),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'settle' as const }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('round' as const),
      at: fc.constantFrom('once', 'once', 'twice', 'together'),
      minutes: fc.constantFrom(1, 2, 45),
    }),
  },
)

/** Every day begins with three positions, so that there is something to end. */
const opening: Step[] = [
  ...TICKERS.slice(0, PLACES).map((name): Step => ({
    do: 'recommend',
    ticker: name,
    action: 'buy',
    confidence: 0.9,
  })),
  { do: 'round', at: 'once', minutes: 1 },
  ...Array.from({ length: PLACES }, (): Step => ({ do: 'deliver', outcome: 'fill' })),
  { do: 'round', at: 'once', minutes: 1 },
]

/** A sale that filled before its fill was read, and a price that goes on falling. */
const filledUnread: Step[] = [
  { do: 'move', ticker: 'AAA', factor: 0.84 },
  { do: 'round', at: 'once', minutes: 1 },
  { do: 'deliver', outcome: 'late' },
  { do: 'round', at: 'together', minutes: 1 },
  { do: 'deliver', outcome: 'fill' },
  { do: 'settle' },
  { do: 'round', at: 'once', minutes: 1 },
]
/** Two rounds at once over the same recommendation. */
const raced: Step[] = [
  { do: 'move', ticker: 'AAA', factor: 1.25 },
  { do: 'round', at: 'once', minutes: 1 },
  { do: 'deliver', outcome: 'fill' },
  { do: 'recommend', ticker: 'DDD', action: 'buy', confidence: 0.9 },
  { do: 'round', at: 'together', minutes: 1 },
]
/** An entry that no limit allows by the time it is judged, and the next after its pause. */
const refused: Step[] = [
  { do: 'move', ticker: 'AAA', factor: 0.93 },
  { do: 'round', at: 'once', minutes: 1 },
  { do: 'deliver', outcome: 'fill' },
  { do: 'recommend', ticker: 'GGG', action: 'buy', confidence: 0.95 },
  { do: 'round', at: 'once', minutes: 1 },
  { do: 'move', ticker: 'GGG', factor: 1.25 },
  { do: 'deliver', outcome: 'fill' },
  { do: 'round', at: 'once', minutes: 2 },
  { do: 'recommend', ticker: 'GGG', action: 'buy', confidence: 0.95 },
  { do: 'round', at: 'once', minutes: 45 },
]

let now = NOON
let made = 0
const prices = new Map<string, number>()
const priceOf = (name: string) => (prices.get(name) ?? 100).toFixed(6)
const engine: TradingEngine = {
  sql: own,
  rules,
  latestTrades: async (tickers) =>
    new Map(tickers.map((name) => [name, { price: priceOf(name), at: now }])),
}

beforeEach(async () => {
  await sql`update risk_configs set value = ${sql.json(PLACES)} where name = 'positions_max'`
})

async function startOver(): Promise<void> {
  await sql`truncate jobs, trading_decisions, recommendations, trend_history, order_fills, positions,
    portfolio_snapshots, daily_risk_snapshots, circuit_breaker_events, position_stop_levels,
    broker_accounts, companies, market_snapshots, reserve_pool_ledger, orders, risk_evaluations cascade`
  await clearAudit(sql)
  await seedAccount(sql, '5000')
  for (const [place, name] of TICKERS.entries()) {
    await seedCompany(sql, name, place % 2 ? 'Energy' : 'Technology')
    await seedBars(
      sql,
      name,
      Array.from({ length: 61 }, (_, day) => 100 * (1 + 0.02 * Math.sin(day * (1 + place * 0.7)))),
    )
  }
  prices.clear()
  now = NOON
}

async function take(step: Step): Promise<void> {
  if (step.do === 'move') prices.set(step.ticker, Number(priceOf(step.ticker)) * step.factor)
  if (step.do === 'recommend') {
    made += 1
    await seedRecommendation(sql, {
      ...step,
      generatedAt: new Date(now.getTime() - (made % 50_000)),
    })
  }
  if (step.do === 'deliver') await deliver(step.outcome)
  if (step.do === 'settle') await settle()
  if (step.do === 'round') {
    now = new Date(now.getTime() + step.minutes * 60_000)
    if (step.at === 'together')
      await Promise.all([runTradingRound(engine, now), runTradingRound(engine, now)])
    else await runTradingRound(engine, now)
    if (step.at === 'twice') await runTradingRound(engine, now)
  }
}

/** Carries out the oldest waiting job as the broker stage does, and lets the broker answer. */
async function deliver(outcome: 'fill' | 'half' | 'open' | 'reject' | 'late'): Promise<void> {
  const [row] = await sql<{ jobId: string; payload: string }[]>`
    select job_id, payload::text as payload from jobs where list = 'broker_orders' and state = 'queued' order by seq limit 1
  `
  if (!row) return
  const job = JSON.parse(row.payload) as BrokerOrderJob
  const quote = { price: priceOf(job.ticker), at: now }
  const decision = await findDecision(sql, job)
  const intent = await placeIntent(sql, {
    decision,
    quote,
    deployStage: 'test',
    rules,
    now,
  })
  await sql`update jobs set state = 'done', settled_at = now() where job_id = ${row.jobId}`
  if (intent.kind !== 'order') return
  const { orderId, quantity } = intent.order
  if (outcome === 'reject') {
    await sql.begin((tx) => rejectOrder(tx, orderId, 'no', now))
    return
  }
  const share = { fill: 1, late: 1, half: 0.5, open: 0 }[outcome]
  await report(orderId, Number(quantity) * share, { isRecorded: outcome !== 'late' })
}

/** Every open order fills, and every fill the broker told of is recorded. */
async function settle(): Promise<void> {
  const orders = await sql<{ orderId: string; quantity: string }[]>`
    select order_id, quantity from orders where state in ('submitted', 'partially_filled', 'filled') order by seq
  `
  for (const { orderId, quantity } of orders)
    await report(orderId, Number(quantity), { isRecorded: true })
}

async function report(
  orderId: string,
  filled: number,
  { isRecorded }: { isRecorded: boolean },
): Promise<void> {
  await sql.begin(async (tx) => {
    const [order] = await tx<{ ticker: string; side: string; quantity: string; counted: string }[]>`
      select ticker, side, quantity, (select coalesce(sum(f.quantity), 0) from order_fills f
        where f.order_id = orders.order_id) as counted
      from orders where order_id = ${orderId}
    `
    if (!order) return
    const due = (filled - Number(order.counted)).toFixed(9)
    if (isRecorded && Number(due) > 0) {
      await tx`
        insert into order_fills (execution_id, order_id, broker_order_id, ticker, side, quantity, price, filled_at, recorded_at)
        values (${`${orderId}-${order.counted}`}, ${orderId}, ${orderId}, ${order.ticker}, ${order.side}, ${due},
          ${priceOf(order.ticker)}, ${now}, ${now})
      `
      await tx`
        insert into positions (ticker, quantity, entry_price_avg, mark_price, marked_at, opened_at)
        values (${order.ticker}, 0, ${priceOf(order.ticker)}, ${priceOf(order.ticker)}, ${now}, ${now})
        on conflict (account_id, ticker) do nothing
      `
    }
    const isAll = filled.toFixed(9) === Number(order.quantity).toFixed(9)
    await applyReport(
      tx,
      orderId,
      {
        brokerOrderId: orderId,
        status: isAll ? 'filled' : filled > 0 ? 'partially_filled' : 'new',
        filledQuantity: filled.toFixed(9),
        filledPriceAvg: filled > 0 ? priceOf(order.ticker) : null,
        submittedAt: now,
        closedAt: null,
      },
      now,
    )
  })
}

/** Rows that break a rule; each query must find none. */
async function breaches(): Promise<string[]> {
  const rules: [string, PromiseLike<readonly unknown[]>][] = [
    [
      'I1: the reserve is the ledger’s sum',
      sql`
      select from (select sum(amount) as total from reserve_pool_ledger) s,
        (select balance_after from reserve_pool_ledger order by reserve_entry_id desc limit 1) l
      where total <> balance_after`,
    ],
    [
      'I3: equity is deposit, fills and marks',
      sql`
      select from (select * from portfolio_snapshots order by taken_at desc limit 1) p
      where p.equity <> p.cash + p.positions_value or p.equity <> p.active_pool + p.reserve
        or abs(p.equity - (5000 + p.realised_pnl + p.unrealised_pnl)) > 0.000002`,
    ],
    [
      'I6: a siphon is a fifth of one profit, once',
      sql`
      select from reserve_pool_ledger where trigger_type = 'siphon' and (amount <= 0 or closing_execution_id is null)`,
    ],
    [
      'I7, I15: nothing is short',
      sql`
      select from order_fills group by ticker having sum(case side when 'buy' then quantity else -quantity end) < 0`,
    ],
    [
      'I10: one job a decision to act',
      sql`
      select from trading_decisions d left join jobs j on j.payload ->> 'idempotency_key' = d.decision_id::text
      where d.action = 'act' group by d.decision_id having count(j.*) <> 1`,
    ],
    [
      'I16: no order but of a decision to act',
      sql`
      select from jobs j left join trading_decisions d on j.payload ->> 'idempotency_key' = d.decision_id::text
      where d.action is distinct from 'act' or d.ticker <> j.payload ->> 'ticker'`,
    ],
    [
      'I15: sales on their way never pass what is held',
      sql`
      select from orders o where o.side = 'sell' and o.state in ('intent', 'submitted', 'partially_filled')
      group by o.ticker having sum(o.quantity - (select coalesce(sum(f.quantity), 0) from order_fills f where f.order_id = o.order_id)) >
        (select sum(case f.side when 'buy' then f.quantity else -f.quantity end) from order_fills f where f.ticker = o.ticker)`,
    ],
    [
      'I17: places taken',
      sql`
      select from (
        select ticker from order_fills group by ticker having sum(case side when 'buy' then quantity else -quantity end) > 0
        union select ticker from orders where side = 'buy' and state in ('intent', 'submitted', 'partially_filled')
      ) taken having count(*) > ${PLACES}`,
    ],
    [
      'I18: no entry above the cap',
      sql`
      select from trading_decisions where kind = 'entry' and action = 'act' and quantity * reference_price > 50`,
    ],
    [
      'a ticker is entered again only after a refusal or a sale, and the pause after it',
      sql`
      select from trading_decisions later
      join trading_decisions d on d.ticker = later.ticker and d.decided_at < later.decided_at
      left join orders o on o.decision_id = d.decision_id
      where later.kind = 'entry' and later.action = 'act' and d.kind = 'entry' and d.action = 'act'
        and not (later.decided_at >= d.decided_at + interval '30 minutes' and (o.state = 'rejected'
          or exists (select from risk_evaluations e where e.decision_id = d.decision_id and not e.passed)))
        and not exists (select from trading_decisions sale
          where sale.ticker = d.ticker and sale.kind = 'exit' and sale.action = 'act'
            and sale.decided_at >= d.decided_at
            and sale.decided_at <= later.decided_at - interval '60 minutes')`,
    ],
    [
      'every order had a passed verdict',
      sql`
      select from orders o left join risk_evaluations e using (risk_evaluation_id) where e.passed is not true`,
    ],
  ]
  const found = await Promise.all(
    rules.map(async ([name, query]) => ({ name, count: (await query).length })),
  )
  return found.filter(({ count }) => count > 0).map(({ name }) => name)
}

describe('whatever happens', () => {
  property.prop([fc.array(anyStep, { minLength: 10, maxLength: 40, size: 'max' })], {
    numRuns: 10,
    endOnFailure: true,
    examples: [[filledUnread], [raced], [refused]],
  })(
    'no rule of money, orders or limits is broken',
    async (steps) => {
      await startOver()
      const trails = new Map<string, number>()
      for (const step of [...opening, ...steps]) {
        await take(step)
        expect(await breaches()).toEqual([])
        const stops = await sql<{ key: string; trail: string }[]>`
          select decision_id as key, coalesce(trailing_stop, 0) as trail from position_stop_levels
        `
        for (const { key, trail } of stops) {
          expect(Number(trail)).toBeGreaterThanOrEqual(trails.get(key) ?? 0)
          trails.set(key, Number(trail))
        }
      }
    },
    120_000,
  )
})
