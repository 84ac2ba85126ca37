/** From what a strategy wants to orders: sized at the close, held against the rules, one by one. */

import { Big } from 'big.js'
import { exposure, sum, worthOf } from '../risk/book.ts'
import type { Limits } from '../risk/limits.ts'
import { MINUTE_MS, SECOND_MS } from '../spans.ts'
import type { Target } from '../strategy/strategy.ts'
import { investedIn, sharesOf, type BacktestAccount } from './account.ts'
import { bookOf, countOrder, plain, type BookScene } from './book.ts'
import type { FeedSession } from './feed.ts'
import { wholeOf, type RejectedOrder } from './fills.ts'
import type { BacktestOrder } from './order.ts'
import { sectorIn, type openRules } from './rules.ts'
import type { BacktestSettings } from './settings.ts'

type Scene = Omit<BookScene, 'equity' | 'openingEquity'> & {
  account: BacktestAccount
  session: FeedSession
  at: number
  rules: ReturnType<typeof openRules>
  settings: BacktestSettings
  /** What the session in progress began with, dollars. */
  opening: number
  /** The limits of the live account; null where the strategy keeps to its own alone. */
  risk: Limits | null
  /** When each ticker was last sold, and the open at which what is decided now trades. */
  soldAt: ReadonlyMap<string, Date>
  next: Date
}

/** The orders that may go; what may not is told to `reject`. */
export function decide(
  targets: readonly Target[],
  scene: Scene,
  reject: (order: RejectedOrder) => void,
): BacktestOrder[] {
  const { session, account } = scene
  const equity = account.cashNumber + investedIn(account)
  const placed: BacktestOrder[] = []
  const closes = new Map(session.bars.map(({ ticker, close }) => [ticker, close]))
  for (const target of targets) {
    const close = closes.get(target.ticker)
    const order = orderOf(target, close ?? 0, equity, scene)
    if (!order) continue
    const working = [...scene.working, ...placed]
    const asked = order.quantity
    const failed =
      close === undefined ? NOT_TRADED : refusal(order, close, equity, { ...scene, working })
    if (!failed) {
      countOrder(scene.pace, { ...order, quantity: order.quantity.toFixed() }, session)
      // Zero shares: the fill finds them from the weight. What a limit cut stays cut.
      const isWhole = order.quantity.eq(asked)
      if (scene.settings.sizesAtOpen && order.side === 'buy' && isWhole) order.quantity = new Big(0)
      placed.push(order)
    } else {
      const { ticker, side } = order
      reject({ date: session.date, ticker, side, ...failed })
    }
  }
  return placed
}

const NOT_TRADED = { code: 'no_session', found: null, limit: 'a bar of this session' }

/** Undefined where what is wanted is what is held. */
function orderOf(
  { ticker, weight, limit, stop, take, why }: Target,
  close: number,
  equity: number,
  { account, at, session, settings }: Scene,
): BacktestOrder | undefined {
  if (!(weight >= 0 && weight <= 1))
    throw new RangeError(`Decide on ${ticker}: expected a weight in [0, 1], found ${weight}`)
  const held = sharesOf(account, ticker)
  const wanted =
    weight === 0 ? new Big(0) : wholeOf(new Big((equity * weight) / (close || 1)), settings)
  const change = wanted.minus(held)
  if (change.eq(0) && (weight === 0 || held.gt(0))) return undefined
  const isSale = change.lt(0)
  return {
    orderId: `${at}:${ticker}`,
    ticker,
    side: isSale ? 'sell' : 'buy',
    type: limit === undefined ? 'market' : 'limit',
    price: limit ?? 0,
    quantity: change.abs(),
    weight,
    reference: close,
    filled: new Big(0),
    state: 'submitted',
    decidedAt: at,
    arrivesAt: arrivalOf(session, settings),
    why,
    stop: stop ?? 0,
    take: take ?? 0,
    rests: false,
  }
}

/** When what is decided as a bar closes is at the market. */
export function arrivalOf(
  { closesAt }: Pick<FeedSession, 'closesAt'>,
  { latencySeconds }: Pick<BacktestSettings, 'latencySeconds'>,
): number {
  return closesAt.getTime() + latencySeconds * SECOND_MS
}

function refusal(
  order: BacktestOrder,
  close: number,
  equity: number,
  scene: Scene,
): Pick<RejectedOrder, 'code' | 'found' | 'limit'> | undefined {
  const { ticker, side } = order
  if (order.quantity.eq(0)) return { code: 'no_whole_share', found: equity, limit: close }
  const cooled = side === 'buy' ? coolingOf(ticker, scene) : undefined
  if (cooled) return cooled
  const { session, sectors, opening, rules, risk } = scene
  const price = plain(close)
  const book = bookOf({ ...scene, equity: plain(equity), openingEquity: plain(opening) })
  if (risk && side === 'buy') {
    const held = exposure(book).filter((row) => row.ticker === ticker)
    const full = fit(order, price, { risk, held: sum(held, worthOf), equity }, scene.settings)
    if (full) return full
  }
  const proposed = {
    ticker,
    side,
    quantity: order.quantity.toFixed(),
    referencePrice: price,
    quote: { price, at: session.closesAt },
    sector: sectorIn(sectors, ticker),
    kind: side === 'buy' ? ('entry' as const) : ('exit' as const),
  }
  const failed = rules(proposed, book, session.closesAt)
  return failed && { code: failed.code ?? failed.name, found: failed.found, limit: failed.limit }
}

/** The executor leaves a ticker that was sold alone for a while: up to the open at which the order could trade. */
function coolingOf(
  ticker: string,
  { soldAt, next, settings: { limits } }: Scene,
): Pick<RejectedOrder, 'code' | 'found' | 'limit'> | undefined {
  const sold = soldAt.get(ticker)
  const wait = limits.coolDownMinutes ?? 0
  if (!sold || wait === 0) return undefined
  const minutes = (next.getTime() - sold.getTime()) / MINUTE_MS
  return minutes < wait ? { code: 'cool_down', found: minutes, limit: wait } : undefined
}

type Fitting = { risk: Limits; held: Big; equity: number }

/**
 * As live, a size is cut to the dollars of a position and the shares of an order, and to the account's share of a
 * position where that is less than the strategy's; refused where those leave no share.
 */
function fit(
  order: BacktestOrder,
  price: string,
  { risk, held, equity }: Fitting,
  settings: BacktestSettings,
): Pick<RejectedOrder, 'code' | 'found' | 'limit'> | undefined {
  const { quantity } = order
  const within = (dollars: Big) => {
    const room = dollars.minus(held)
    return room.gt(0) ? wholeOf(room.div(price), settings) : NO_SHARES
  }
  const worth = held.plus(quantity.times(price)).toFixed()
  const bounds = [
    {
      code: 'position_value',
      most: within(new Big(risk.positionValueMax)),
      found: worth,
      limit: risk.positionValueMax,
    },
    {
      code: 'order_shares',
      most: wholeOf(new Big(risk.orderSharesMax), settings),
      found: quantity.toFixed(),
      limit: risk.orderSharesMax,
    },
  ]
  if (risk.positionPctMax < settings.limits.positionPctMax) {
    const dollars = new Big(plain(equity)).times(risk.positionPctMax)
    bounds.push({
      code: 'position_pct',
      most: within(dollars),
      found: worth,
      limit: dollars.toFixed(),
    })
  }
  for (const { code, most, found, limit } of bounds) {
    if (most.lte(0)) return { code, found, limit }
    if (order.quantity.gt(most)) order.quantity = most
  }
  return undefined
}

const NO_SHARES = new Big(0)
