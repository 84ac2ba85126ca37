/** Does one command of a day: to the broker's double, to the clock, or by the real parts of the product. */

import { newYorkDate } from '#shared/domain/market/calendar.ts'
import { nextSession, sessionAt } from '#shared/domain/market/calendar.ts'
import { MINUTE_MS } from '#shared/domain/spans.ts'
import { askCancel } from '#shared/queue/orders/cancel.ts'
import { liftHold, setHold } from '#shared/sql/trading/standing.ts'
import { keepOrders } from '../../../services/trading-engine/keeper.ts'
import { runTradingRound } from '../../../services/trading-engine/round.ts'
import { watchOnce } from '../../../services/trading-engine/watch-loops.ts'
import { seedRecommendation } from '../../helpers/trading.ts'
import type { Command } from './commands.ts'
import { GRACE_SECONDS, type Day } from './day.ts'
import { setResting } from './stage.ts'

/** Sets what `do` of a command comes to. */
type Doers = { [Kind in Command['do']]: (day: Day, command: Of<Kind>) => unknown }
type Of<Kind extends Command['do']> = Extract<Command, { do: Kind }>

export async function take(day: Day, command: Command): Promise<void> {
  const act = doers[command.do] as (day: Day, command: Command) => unknown
  await act(day, command)
}

const pass = ({ state }: Day, seconds: number) => {
  state.now = new Date(state.now.getTime() + seconds * 1000)
}
const pick = <T>(from: readonly T[], which: number): T | undefined =>
  from[which % Math.max(1, from.length)]

const ofMarket: Pick<
  Doers,
  'move' | 'fill' | 'end' | 'odd' | 'split' | 'deposit' | 'foreign' | 'outage' | 'jump' | 'bell'
> = {
  move: ({ prices, priceOf }, { ticker, factor }) =>
    prices.set(ticker, Number(priceOf(ticker)) * factor),
  fill({ broker }, { which, share }) {
    const order = pick(broker.fillable(), which)
    if (order) broker.fill(order, share)
  },
  end({ broker }, { which, status }) {
    const order = pick(broker.open(), which)
    if (order) broker.end(order, status)
  },
  odd({ broker }, { which }) {
    const order = pick(broker.open(), which)
    if (order) order.isOdd = !order.isOdd
  },
  /**
   * Never at the moment of a fill: no exchange does that, and the order of the two would be anybody's guess.
   * Once a ticker and day: of two on one day trading halts until a person says what is right.
   */
  split(day, { ticker, factor }) {
    const { broker, state, prices, priceOf } = day
    const once = `${ticker} ${newYorkDate(state.now)}`
    if (state.splits.has(once)) return
    state.splits.add(once)
    pass(day, 1)
    if (broker.heldOf(ticker).gt(0)) state.isShared = true
    broker.split(ticker, factor)
    prices.set(ticker, Number(priceOf(ticker)) / factor)
    pass(day, 1)
  },
  deposit: ({ broker }, { amount }) => broker.move(amount),
  foreign({ broker, state }, { ticker, side, quantity }) {
    state.isShared = true
    broker.foreign(ticker, side as 'buy' | 'sell', quantity)
  },
  outage({ broker: { control } }) {
    control.isAway = !control.isAway
  },
  jump: (day, { minutes }) => pass(day, minutes * 60),
  bell({ state }, { rings }) {
    const session = sessionAt(state.now)
    if (rings === 'close' && session) state.now = new Date(session.closesAt.getTime() + MINUTE_MS)
    if (rings === 'open' && !session)
      state.now = new Date(nextSession(state.now).opensAt.getTime() + MINUTE_MS)
  },
}

const ofProduct: Pick<Doers, 'round' | 'watch' | 'deliver' | 'replay' | 'dead' | 'read' | 'keep'> =
  {
    async round(day, { at, seconds }) {
      pass(day, seconds)
      if (at !== 'unread') await day.bear(day.read)
      const round = () => runTradingRound(day.engine, day.state.now)
      if (at === 'together') await Promise.all([day.bear(round), day.bear(round)])
      else await day.bear(round)
      if (at === 'twice') await day.bear(round)
    },
    watch(day, { seconds }) {
      pass(day, seconds)
      return day.bear(() => watchOnce(day.engine, 'fast', day.state.now))
    },
    async deliver({ broker: { control }, desk }, { how, post, isKilled }) {
      control.post = post as never
      const rows = await desk.waiting()
      const due = how === 'one' ? rows.slice(0, 1) : rows
      if (how === 'together')
        await Promise.all([...due, ...due].map((row) => desk.carry(row, isKilled)))
      else for (const row of due) await desk.carry(row, isKilled)
      control.post = 'none'
    },
    async replay({ desk }, { which }) {
      const row = pick(await desk.everyOrder(), which)
      if (row) await desk.carry(row, false)
    },
    async dead({ desk }) {
      const [row] = await desk.waiting()
      if (row) await desk.bury(row)
    },
    async read(day, { at }) {
      await day.bear(day.read)
      if (at === 'twice' && !day.broker.control.isAway) await day.readTwice()
    },
    keep(day, { seconds }) {
      pass(day, seconds)
      const { sql, alpaca, state } = day
      return day.bear(() =>
        keepOrders({ sql, broker: alpaca, graceSeconds: GRACE_SECONDS }, state.now),
      )
    },
  }

const ofPeople: Pick<
  Doers,
  | 'recommend'
  | 'cancel'
  | 'resting'
  | 'config'
  | 'approve'
  | 'hold'
  | 'breaker'
  | 'account'
  | 'calm'
> = {
  recommend({ sql, state }, { ticker, action, confidence }) {
    state.made += 1
    const generatedAt = new Date(state.now.getTime() - (state.made % 50_000))
    return seedRecommendation(sql, { ticker, action, confidence, generatedAt })
  },
  async cancel({ sql, state }, { which }) {
    const open = await sql<{ orderId: string }[]>`
      select order_id from orders where state in ('intent', 'submitted', 'partially_filled') order by seq`
    const order = pick(open, which)
    if (order) await sql.begin((tx) => askCancel(tx, order.orderId, 'test', 'wanted', state.now))
  },
  async config({ sql, state }, { name, value }) {
    if (name === 'positions_max') {
      const places = Math.min(value, 10)
      state.placesMax = Math.max(state.placesMax, places)
      await sql`update risk_configs set value = ${sql.json(places)} where name = 'positions_max'`
    } else
      await sql`update risk_configs set value = ${sql.json(String(value))} where name = 'approval_value_min'`
  },
  approve: ({ sql, state }) => sql`
    update approval_requests set status = 'approved', reviewed_by = 'b', reviewer_id = 'b', reviewed_at = ${state.now}
    where approval_id = (select approval_id from approval_requests where status = 'pending'
      order by requested_at, approval_id limit 1)`,
  hold({ sql, state }, { code, isOn }) {
    const as = code === 'kill_switch' ? ('halted' as const) : ('reducing' as const)
    const hold = { code, state: as, says: 'in chaos', by: 'test' }
    return sql.begin((tx) => (isOn ? setHold(tx, hold, state.now) : liftHold(tx, code, state.now)))
  },
  resting: ({ sql }, { isOn }) => setResting(sql, isOn),
  breaker: ({ sql, state }, { isOn }) =>
    isOn
      ? sql`insert into circuit_breaker_events (breaker, opened_at, opened_by) values ('manual', ${state.now}, 'test')`
      : sql`update circuit_breaker_events set reset_at = ${state.now} where breaker = 'manual' and reset_at is null`,
  async account(day) {
    const { control } = day.broker
    control.accountId = 'other'
    await day.bear(async () => {
      await day.read()
      // Until it is told again that the account is the one traded with, nothing may leave.
      day.state.isOtherTold = true
    })
    control.accountId = 'test'
  },
  async calm(day) {
    const { sql, state, broker } = day
    broker.control.isAway = false
    for (const code of ['kill_switch', 'paused'] as const)
      await sql.begin((tx) => liftHold(tx, code, state.now))
    await sql`update circuit_breaker_events set reset_at = ${state.now} where reset_at is null`
    if (!sessionAt(state.now))
      state.now = new Date(nextSession(state.now).opensAt.getTime() + 45 * MINUTE_MS)
    await day.read()
  },
}

const doers: Doers = { ...ofMarket, ...ofProduct, ...ofPeople }
