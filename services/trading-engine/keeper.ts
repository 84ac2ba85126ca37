/**
 * The order keeper: sees every order to its end, whatever became of the job that was to send it.
 *
 * Each half minute it asks the broker, by our own id, for what has not ended; for what is to be taken
 * back at once, and each five seconds until it is. It decides what becomes of an order whose job had its
 * last delivery. Nothing is remembered between turns but what PostgreSQL holds (docs/trading.md, The life
 * of an order).
 */

import { BrokerError } from '#shared/clients/alpaca/broker-error.ts'
import { HOUR_MS, SECOND_MS } from '#shared/domain/spans.ts'
import { waitsSince } from '#shared/domain/trading/plan.ts'
import { askCancelAll } from '#shared/queue/orders/cancel-all.ts'
import { followOrder, type Followed, type FollowDeps } from '#shared/queue/orders/follow.ts'
import {
  hasOrderJob,
  readDeadOrderJobs,
  settleDeadOrderJob,
} from '#shared/sql/trading/dead-orders.ts'
import { forgetForeignOrder, readGhosts } from '#shared/sql/trading/foreign-orders.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readStanding } from '#shared/sql/trading/standing.ts'
import {
  noteLook,
  readOpenOrders,
  readOrdersToAsk,
  type LivingOrder,
} from '#shared/sql/trading/order-life.ts'
import type { ToldOrders } from './updates/told.ts'

export type KeeperDeps = Omit<FollowDeps, 'hasJob'>

export const keeperDefaults = {
  /** Between two turns. */
  turnSeconds: 5,
  /** Between two looks at an order; at one that is to be taken back, every turn. */
  sweepSeconds: 30,
  /** Orders asked for in a turn: the broker counts what is asked of it. */
  asksMax: 20,
  deadMax: 100,
  /** An intent whose job still waits after this long is nobody's any more; of a sale, in session. */
  waitHours: 2,
}

/** What a turn did. */
type KeeperTurn = {
  settled: number
  asked: number
  closed: number
  /** More are to be taken back than one turn asks for. */
  isHurried: boolean
}

/**
 * One turn at business time `now`.
 *
 * @throws what asking the broker throws while it is away; what was done until then stays done.
 */
export async function keepOrders(deps: KeeperDeps, now: Date): Promise<KeeperTurn> {
  const settled = await settleDead(deps, now)
  await takeAllBack(deps.sql, now)
  const ago = (seconds: number) => new Date(now.getTime() - seconds * SECOND_MS)
  const due = await readOrdersToAsk(deps.sql, {
    before: ago(keeperDefaults.sweepSeconds),
    hurried: ago(keeperDefaults.turnSeconds),
    most: keeperDefaults.asksMax,
  })
  let closed = 0
  for (const order of due) if ((await keepOne(deps, order, now)) === 'closed') closed += 1
  await dispelGhosts(deps)
  const isHurried = due.length === keeperDefaults.asksMax && due.every(isWanted)
  return { settled, asked: due.length, closed, isHurried }
}

const isWanted = ({ cancelAskedAt }: LivingOrder) => cancelAskedAt !== null

/**
 * Looks now at orders that the stream of updates told something of, as many as the broker may be asked
 * for; true where some wait still. What the stream said of them counts for nothing.
 *
 * @throws what asking the broker throws while it is away: the next turns look at them.
 */
export async function lookAtTold(deps: KeeperDeps, told: ToldOrders, now: Date): Promise<boolean> {
  const waiting = told.waiting()
  if (waiting.ids.length === 0 && !waiting.isAll) return false
  const open = await readOpenOrders(deps.sql, waiting)
  const idsOf = (orders: readonly LivingOrder[]) => orders.map((order) => order.clientOrderId)
  told.settle(waiting, idsOf(open))
  // Of what is not open with us, such as an order of somebody else, readings know.
  if (waiting.isAll || open.length < waiting.ids.length) told.wantReading()
  for (const [place, order] of open.entries()) {
    if (!told.takeLook()) return true
    const one = { ids: [order.clientOrderId], isAll: false }
    // What is told while it is asked for calls for another look.
    told.settle(one, [])
    try {
      if ((await keepOne(deps, order, now)) === 'closed') told.wantReading()
    } catch (fault) {
      told.settle({ ids: [], isAll: false }, idsOf(open.slice(place)))
      throw fault
    }
  }
  return false
}

/** What was held for lost and is at the broker after all is taken back: a decision since stands for it. */
async function dispelGhosts({ sql, broker }: KeeperDeps): Promise<void> {
  for (const { brokerOrderId } of await readGhosts(sql, keeperDefaults.asksMax)) {
    await broker.cancelOrder(brokerOrderId)
    await forgetForeignOrder(sql, brokerOrderId)
  }
}

/** While a person's halt stands, every open order is wanted back. */
async function takeAllBack(sql: Sql, now: Date): Promise<void> {
  const { holds } = await readStanding(sql, now)
  const halt = holds.find(({ code }) => code === 'kill_switch')
  if (halt) await askCancelAll(sql, { by: 'kill switch', reason: 'kill_switch' }, now)
}

/**
 * An answer about one order that cannot be used costs that order alone, until the next turn; so does a
 * refusal that may be meant for it, which ends this turn: the next one begins with another order.
 */
async function keepOne(deps: KeeperDeps, order: LivingOrder, now: Date): Promise<Followed> {
  const hasJob = await isJobs(deps, order, now)
  try {
    return await followOrder({ ...deps, hasJob }, order, now)
  } catch (fault) {
    if (!(fault instanceof BrokerError)) throw fault
    await noteLook(deps.sql, order.orderId, now)
    if (isAway(fault)) throw fault
    return 'open'
  }
}

/** Whoever refuses every question is not asked the next one. */
function isAway({ status }: BrokerError): boolean {
  return status === 0 || status === 401 || status === 403 || status === 429 || status >= 500
}

async function settleDead({ sql }: KeeperDeps, now: Date): Promise<number> {
  const dead = await readDeadOrderJobs(sql, keeperDefaults.deadMax)
  for (const job of dead) await sql.begin((tx) => settleDeadOrderJob(tx, job, now))
  return dead.length
}

/** Whether an intent is still to be brought to the broker by a job, and not for too long already. */
async function isJobs({ sql }: KeeperDeps, order: LivingOrder, now: Date): Promise<boolean> {
  if (order.state !== 'intent') return false
  const { side, intendedAt } = order
  const since = side === 'sell' ? waitsSince(intendedAt, now) : intendedAt
  const waited = now.getTime() - since.getTime()
  return waited < keeperDefaults.waitHours * HOUR_MS && hasOrderJob(sql, order.decisionId)
}
