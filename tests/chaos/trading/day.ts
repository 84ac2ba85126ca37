/** A day of trading to act on: the real engine, adapter, keeper and reading over one database. */

import { Big } from 'big.js'
import { sessionAt } from '#shared/domain/market/calendar.ts'
import { mayLeave } from '#shared/domain/trading/mode.ts'
import { isClosed, type OrderState } from '#shared/domain/trading/order-state.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import type { OrderRequest } from '#shared/clients/alpaca/client.ts'
import { PermanentFault, PutOff } from '#shared/host/faults.ts'
import { askCancel } from '#shared/queue/orders/cancel.ts'
import { recordDeath } from '#shared/queue/record/dead.ts'
import { BrokerError } from '#shared/clients/alpaca/broker-error.ts'
import type { Sql } from '#shared/sql/open.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { leaveToKeeper } from '#shared/sql/trading/dead-orders.ts'
import { liftHold, readStanding, setHold } from '#shared/sql/trading/standing.ts'
import { brokerAdapter } from '../../../functions/broker-adapter/handler.ts'
import { keepOrders } from '../../../services/trading-engine/keeper.ts'
import { runTradingRound, type TradingEngine } from '../../../services/trading-engine/round.ts'
import { watchOnce } from '../../../services/trading-engine/watch-loops.ts'
import {
  NOON,
  seedBars,
  seedCompany,
  seedRecommendation,
  seedSettings,
} from '../../helpers/trading.ts'
import { Killed, openDouble } from './broker.ts'
import { TICKERS, type Command } from './commands.ts'

const GRACE_SECONDS = 60
const DELIVERIES_MAX = 5
const PLACES = 3

type Row = { jobId: string; list: 'broker_orders' | 'order_cancels'; payload: string }

/** What stays from one run to the next: companies with bars, limits on how often orders leave. */
export async function prepare(sql: Sql): Promise<void> {
  for (const [place, name] of TICKERS.entries()) {
    await seedCompany(sql, name, place % 2 ? 'Energy' : 'Technology')
    const wave = (_: unknown, day: number) => 100 * (1 + 0.02 * Math.sin(day * (1 + place * 0.7)))
    await seedBars(sql, name, Array.from({ length: 61 }, wave))
  }
  await sql`update trading_mode set mode = 'paper'`
  await sql`insert into pipeline_control (enabled) values (true) on conflict (only_row) do update set enabled = true`
  await sql`update risk_configs set value = '1000000' where name in ('orders_per_second_max',
    'orders_per_minute_max', 'orders_per_day_max', 'ticker_orders_per_day_max', 'runaway_orders_max')`
  await seedSettings(sql, { enabled: true })
}

export type Day = Awaited<ReturnType<typeof openDay>>

export async function openDay(sql: Sql) {
  await sql`truncate jobs, trading_decisions, recommendations, trend_history, order_fills, positions,
    portfolio_snapshots, daily_risk_snapshots, circuit_breaker_events, position_stop_levels,
    approval_requests, broker_accounts, reserve_pool_ledger, orders, risk_evaluations, position_exits,
    ticker_faults, notification_wishes, foreign_orders, trading_holds cascade`
  await sql`update risk_configs set value = ${sql.json(PLACES)} where name = 'positions_max'`
  await sql`update risk_configs set value = '"100000"' where name = 'approval_value_min'`
  const state = { now: NOON, made: 0, isShared: false, placesMax: PLACES }
  const found = new Set<string>()
  const prices = new Map<string, number>()
  const priceOf = (ticker: string) => (prices.get(ticker) ?? 100).toFixed(6)
  const broker = openDouble(() => state.now, priceOf)
  const deliveries = new Map<string, number>()
  const ended = new Map<string, { state: OrderState; filled: Big }>()
  const alpaca = {
    ...broker.alpaca,
    async submitOrder(order: OrderRequest) {
      for (const name of await askAtPost(order)) found.add(name)
      return broker.alpaca.submitOrder(order)
    },
  }
  const engine: TradingEngine = { sql, rules, latestTrades: alpaca.latestTrades }
  const handlers = brokerAdapter({
    sql,
    alpaca,
    deployStage: 'chaos',
    rules,
    graceSeconds: GRACE_SECONDS,
  })

  /** What must hold at the moment an order leaves. */
  async function askAtPost({ clientOrderId, ticker, side, quantity }: OrderRequest) {
    const wrong: string[] = []
    const leave = mayLeave(await readStanding(sql, state.now), { reduces: side === 'sell' })
    if (!leave.ok) wrong.push(`I11 (${leave.code})`)
    if (!sessionAt(state.now)) wrong.push('I26')
    const [row] = await sql<{ known: boolean; held: string; places: number }[]>`
      select exists (select from orders o join risk_evaluations e using (risk_evaluation_id)
          where o.client_order_id = ${clientOrderId} and e.passed and o.state = 'intent') as known,
        coalesce((select quantity from positions where ticker = ${ticker} and account_id = current_account_id()), 0) as held,
        (select count(*)::int from (
          select ticker from positions where quantity > 0 and account_id = current_account_id()
          union select ticker from orders where side = 'buy' and state in ('intent', 'submitted', 'partially_filled', 'unknown')
        ) taken) as places`
    if (!row?.known) wrong.push('I9')
    if (side === 'sell' && new Big(quantity).gt(row?.held ?? 0)) wrong.push('I15')
    if (side === 'buy' && !state.isShared && (row?.places ?? 0) > state.placesMax) wrong.push('I17')
    return wrong
  }

  const waiting = () => sql<Row[]>`
    select job_id, list, payload::text as payload from jobs
    where list in ('broker_orders', 'order_cancels') and state = 'queued' order by seq`

  async function carry(row: Row, isKilled: boolean): Promise<void> {
    const delivery = { jobId: row.jobId, now: state.now, signal: new AbortController().signal }
    try {
      const job = JSON.parse(row.payload) as never
      const settle = await handlers[row.list](job, delivery)
      if (isKilled) throw new Killed()
      await sql.begin(async (tx) => {
        await settle(tx, state.now)
        await tx`update jobs set state = 'done', settled_at = now() where job_id = ${row.jobId} and state = 'queued'`
      })
    } catch (fault) {
      if (fault instanceof PutOff) return
      const isExpected = fault instanceof Killed || fault instanceof BrokerError
      if (!isExpected && !(fault instanceof PermanentFault)) throw fault
      const times = (deliveries.get(row.jobId) ?? 0) + 1
      deliveries.set(row.jobId, times)
      if (times >= DELIVERIES_MAX || fault instanceof PermanentFault) await bury(row)
    }
  }

  /** The last delivery is over: the job is left to the keeper. */
  async function bury({ jobId, list, payload }: Row): Promise<void> {
    await sql.begin(async (tx) => {
      const ending = { reason: 'deliveries_exhausted' as const, error: 'in chaos', history: [] }
      const job = { jobId, list, payload, businessAt: state.now, deliveries: DELIVERIES_MAX }
      if ((await recordDeath(tx, { ...job, ...ending })) === 'dead') await leaveToKeeper(tx, jobId)
    })
  }

  async function read(): Promise<void> {
    const told = broker.read()
    await sql.begin((tx) => recordBrokerState(tx, told, state.now))
  }

  /** Two processes at one database; a broker that is away is no fault of theirs. */
  const bear = async (work: () => Promise<unknown>) => {
    try {
      await work()
    } catch (fault) {
      if (!(fault instanceof BrokerError)) throw fault
    }
  }

  const pass = (seconds: number) => {
    state.now = new Date(state.now.getTime() + seconds * 1000)
  }
  const openOrder = (which: number) => {
    const open = broker.open()
    return open[which % Math.max(1, open.length)]
  }

  async function take(command: Command): Promise<void> {
    switch (command.do) {
      case 'recommend':
        state.made += 1
        await seedRecommendation(sql, {
          ...command,
          action: command.action as 'buy' | 'sell',
          generatedAt: new Date(state.now.getTime() - (state.made % 50_000)),
        })
        return
      case 'move':
        prices.set(command.ticker, Number(priceOf(command.ticker)) * command.factor)
        return
      case 'round': {
        pass(command.seconds)
        if (command.at !== 'unread') await bear(read)
        const round = () => runTradingRound(engine, state.now)
        if (command.at === 'together') await Promise.all([bear(round), bear(round)])
        else await bear(round)
        if (command.at === 'twice') await bear(round)
        return
      }
      case 'watch':
        pass(command.seconds)
        return bear(() => watchOnce(engine, 'fast', state.now))
      case 'deliver': {
        broker.control.post = command.post as never
        const rows = await waiting()
        const due = command.how === 'one' ? rows.slice(0, 1) : rows
        if (command.how === 'together')
          await Promise.all([...due, ...due].map((row) => carry(row, command.isKilled)))
        else for (const row of due) await carry(row, command.isKilled)
        broker.control.post = 'none'
        return
      }
      case 'replay': {
        const done = await sql<Row[]>`
          select job_id, list, payload::text as payload from jobs where list = 'broker_orders' order by seq`
        const row = done[command.which % Math.max(1, done.length)]
        if (row) await carry(row, false)
        return
      }
      case 'dead': {
        const [row] = await waiting()
        if (row) await bury(row)
        return
      }
      case 'fill': {
        const order = openOrder(command.which)
        if (order) broker.fill(order, command.share)
        return
      }
      case 'end': {
        const order = openOrder(command.which)
        if (order) broker.end(order, command.status)
        return
      }
      case 'odd': {
        const order = openOrder(command.which)
        if (order) order.isOdd = !order.isOdd
        return
      }
      case 'cancel': {
        const open = await sql<{ orderId: string }[]>`
          select order_id from orders where state in ('intent', 'submitted', 'partially_filled') order by seq`
        const order = open[command.which % Math.max(1, open.length)]
        if (order)
          await sql.begin((tx) => askCancel(tx, order.orderId, 'test', 'wanted', state.now))
        return
      }
      case 'read':
        await bear(read)
        if (command.at === 'twice' && !broker.control.isAway) await readTwice()
        return
      case 'keep':
        pass(command.seconds)
        return bear(() =>
          keepOrders({ sql, broker: alpaca, graceSeconds: GRACE_SECONDS }, state.now),
        )
      case 'outage':
        broker.control.isAway = !broker.control.isAway
        return
      case 'jump':
        return pass(command.minutes * 60)
      case 'config':
        if (command.name === 'positions_max') {
          const places = Math.min(command.value, 10)
          state.placesMax = Math.max(state.placesMax, places)
          await sql`update risk_configs set value = ${sql.json(places)} where name = 'positions_max'`
        } else
          await sql`update risk_configs set value = ${sql.json(String(command.value))} where name = 'approval_value_min'`
        return
      case 'approve':
        await sql`update approval_requests set status = 'approved', reviewed_by = 'b', reviewer_id = 'b', reviewed_at = ${state.now}
          where approval_id = (select approval_id from approval_requests where status = 'pending'
            order by requested_at, approval_id limit 1)`
        return
      case 'hold': {
        const { code, isOn } = command
        const as = code === 'kill_switch' ? ('halted' as const) : ('reducing' as const)
        await sql.begin((tx) =>
          isOn
            ? setHold(tx, { code, state: as, says: 'in chaos', by: 'test' }, state.now)
            : liftHold(tx, code, state.now),
        )
        return
      }
      case 'split':
        if (broker.heldOf(command.ticker).gt(0)) state.isShared = true
        broker.split(command.ticker, command.factor)
        prices.set(command.ticker, Number(priceOf(command.ticker)) / command.factor)
        return
      case 'deposit':
        return broker.move(command.amount)
      case 'foreign':
        state.isShared = true
        broker.foreign(command.ticker, command.side as 'buy' | 'sell', command.quantity)
        return
      case 'account':
        broker.control.accountId = 'other'
        await bear(read)
        broker.control.accountId = 'test'
        return
    }
  }

  const imprint = async () => {
    const [row] = await sql`select
      (select md5(string_agg(t::text, '|' order by execution_id)) from order_fills t) as fills,
      (select md5(string_agg(t::text, '|' order by ledger_entry_id)) from ledger_entries t) as entries,
      (select md5(string_agg((order_id, state, filled_quantity, closed_at)::text, '|' order by seq)) from orders t) as orders,
      (select md5(string_agg((ticker, quantity, realised_pnl)::text, '|' order by ticker)) from positions t) as positions,
      (select md5(string_agg(activity_id, '|' order by activity_id)) from account_activities t) as activities`
    return JSON.stringify(row)
  }

  async function readTwice(): Promise<void> {
    const before = await imprint()
    await read()
    if ((await imprint()) !== before) found.add('I32')
  }

  /** What moves only one way: what ended stays as it ended, what was filled stays filled. */
  async function follow(): Promise<void> {
    const rows = await sql<{ orderId: string; state: OrderState; filled: string }[]>`
      select order_id, state, filled_quantity as filled from orders`
    for (const { orderId, state: at, filled } of rows) {
      const before = ended.get(orderId)
      if (before && isClosed(before.state) && before.state !== at) found.add('I12')
      if (before?.filled.gt(filled)) found.add('I12')
      ended.set(orderId, { state: at, filled: new Big(filled) })
    }
    const known = await sql<{ id: string }[]>`select client_order_id as id from orders`
    const ids = new Set(known.map(({ id }) => id))
    if (broker.orders.some(({ isForeign, clientOrderId }) => !isForeign && !ids.has(clientOrderId)))
      found.add('I16')
  }

  /** Everything is reachable again, and time passes: then the books are the broker's, or trading halts. */
  async function recover(): Promise<void> {
    broker.control.isAway = false
    broker.control.post = 'none'
    for (const order of broker.orders) order.isOdd = false
    for (let turn = 0; turn < 3; turn++) {
      for (const row of await waiting()) await carry(row, false)
      pass(GRACE_SECONDS + 1)
      await keepOrders({ sql, broker: alpaca, graceSeconds: GRACE_SECONDS }, state.now)
      await read()
    }
    await readTwice()
    const { holds } = await readStanding(sql, state.now)
    if (holds.some(({ code }) => code === 'reconciliation')) return
    const rows = await sql<{ ticker: string; quantity: string }[]>`
      select ticker, quantity from positions where account_id = current_account_id()`
    const ours = new Map(rows.map(({ ticker, quantity }) => [ticker, quantity]))
    for (const ticker of TICKERS)
      if (!broker.heldOf(ticker).eq(ours.get(ticker) ?? 0))
        found.add(
          `I31 (${ticker}: ${ours.get(ticker) ?? 0}, the broker ${broker.heldOf(ticker).toFixed()})`,
        )
    const stuck = await sql<{ id: string; state: string }[]>`
      select client_order_id as id, state from orders
      where state in ('intent', 'submitted', 'partially_filled', 'unknown')`
    const open = new Set(broker.open().map(({ clientOrderId }) => clientOrderId))
    for (const { id, state: at } of stuck)
      if (at !== 'intent' && !open.has(id)) found.add(`I31 (${id} is ${at})`)
  }

  await read()
  return { take, follow, recover, found, broker, state }
}
