/** Puts another order in the place of one that waits at the broker: a decision of its own, judged anew. */

import { Big } from 'big.js'
import type { byHandRoutes, OrderByHand } from '#shared/contracts/api/by-hand.ts'
import type { Answers, Told } from '#shared/contracts/api/route.ts'
import { isClosed } from '#shared/domain/trading/order-state.ts'
import { Refusal } from '#shared/host/refusal.ts'
import type { Db } from '#shared/sql/open.ts'
import { readLivingOrder, type LivingOrder } from '#shared/sql/trading/order-life.ts'
import { readOrderState } from '#shared/sql/trading/results.ts'
import { askByHand } from './by-hand.ts'
import { decimalOf, forecast } from './forecast.ts'
import { readQuote, type HandParts } from './orders.ts'

const ROUTE = 'PUT /api/trading/orders/:id'
type Routes = Pick<Answers<typeof byHandRoutes>, typeof ROUTE>
type Asked = Parameters<Routes[typeof ROUTE]>[0]

export function answerReplace(parts: HandParts): Routes {
  return { [ROUTE]: (asked) => replace(parts, asked) }
}

async function replace({ sql, clock, rules, latestTrades }: HandParts, asked: Asked) {
  const now = clock.now()
  const replaces = asked.id
  const old = await readOwn(sql, replaces)
  if (!old) return undefined
  const body = changed(old, asked.body)
  const { dry_run: dryRun } = body
  if (old.side === 'buy' && !dryRun) asked.askStepUp()
  const quote = await readQuote(latestTrades, old.ticker)
  const answer = await sql.begin(async (tx) => {
    const told = await forecast(tx, { body, quote, rules, replaces }, now)
    if (dryRun) return { dryRun, jobId: null, decisionId: null, ...told }
    const made = await askByHand(tx, { ...asked, body, replaces }, told.order, now)
    return { dryRun, ...made, ...told }
  })
  const told: Told = { subject: replaces, after: { dryRun } }
  if (dryRun) asked.tell(told)
  else asked.made()
  return answer
}

async function readOwn(db: Db, orderId: string): Promise<LivingOrder | undefined> {
  // Of another account it is not there.
  if ((await readOrderState(db, orderId)) === undefined) return undefined
  return readLivingOrder(db, orderId)
}

/** The order as it is to be. @throws Refusal where the broker could not change it. */
function changed(old: LivingOrder, body: Asked['body']): OrderByHand {
  const { ticker, side, state, orderType } = old
  if (isClosed(state)) throw new Refusal(409, `The order has ended: it is ${state}`)
  if (old.cancelAskedAt !== null) throw new Refusal(409, 'The order is being taken back')
  if (state !== 'submitted' || old.brokerOrderId === null)
    throw new Refusal(
      409,
      `The order is ${state}: only one that waits whole at the broker can be changed`,
    )
  const quantity = decimalOf(body.quantity ?? old.quantity)!
  const limitPrice = decimalOf(body.limit_price ?? old.limitPrice)
  for (const shares of [quantity, old.quantity])
    if (!new Big(shares).round(0, Big.roundDown).eq(shares))
      throw new Refusal(
        409,
        'The broker changes orders for whole shares alone: cancel it, and ask for another',
      )
  if (body.limit_price !== undefined && old.limitPrice === null)
    throw new Refusal(409, `The order has no limit price: it is ${orderType}`)
  if (new Big(quantity).eq(old.quantity) && isSame(limitPrice, old.limitPrice))
    throw new Refusal(409, 'Nothing of the order would be different')
  const prices = { limit_price: limitPrice, stop_price: decimalOf(old.stopPrice) }
  const { reason, dry_run } = body
  const size = { quantity, notional: null, all: false }
  return { ticker, side, ...size, order_type: orderType, ...prices, reason, dry_run }
}

const isSame = (one: string | null, other: string | null) =>
  one === null || other === null ? one === other : new Big(one).eq(other)
