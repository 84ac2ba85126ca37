/** From what a strategy wants to orders: sized at the close, held against the rules, one by one. */

import { Big } from 'big.js'
import type { Book } from '../risk/book.ts'
import type { Target } from '../strategy/strategy.ts'
import { investedIn, sharesOf, type BacktestAccount } from './account.ts'
import type { FeedSession } from './feed.ts'
import { wholeOf, type RejectedOrder } from './fills.ts'
import type { BacktestOrder } from './order.ts'
import type { openRules } from './rules.ts'
import type { BacktestSettings } from './settings.ts'

type Scene = {
  account: BacktestAccount
  session: FeedSession
  at: number
  working: readonly BacktestOrder[]
  rules: ReturnType<typeof openRules>
  settings: BacktestSettings
}

/** The orders that may go; what may not is told to `reject`. */
export function decide(
  targets: readonly Target[],
  scene: Scene,
  reject: (order: RejectedOrder) => void,
): BacktestOrder[] {
  const { session, account } = scene
  const opening = account.cashNumber + investedIn(account)
  const placed: BacktestOrder[] = []
  const closes = new Map(session.bars.map(({ ticker, close }) => [ticker, close]))
  for (const target of targets) {
    const close = closes.get(target.ticker)
    const order = orderOf(target, close ?? 0, opening, scene)
    if (!order) continue
    const working = [...scene.working, ...placed]
    const failed =
      close === undefined ? NOT_TRADED : refusal(order, close, opening, { ...scene, working })
    if (!failed) {
      // Zero shares: the fill finds them from the weight.
      if (scene.settings.sizesAtOpen && order.side === 'buy') order.quantity = new Big(0)
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
  { account, at, settings }: Scene,
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
    why,
    stop: stop ?? 0,
    take: take ?? 0,
    rests: false,
  }
}

function refusal(
  { ticker, side, quantity }: BacktestOrder,
  close: number,
  equity: number,
  { account, session, working, rules }: Scene,
): Pick<RejectedOrder, 'code' | 'found' | 'limit'> | undefined {
  if (quantity.eq(0)) return { code: 'no_whole_share', found: equity, limit: close }
  const price = String(close)
  const book = bookOf(account, working, String(equity))
  const order = {
    ticker,
    side,
    quantity: quantity.toFixed(),
    referencePrice: price,
    quote: { price, at: session.closesAt },
    sector: '',
    kind: side === 'buy' ? ('entry' as const) : ('exit' as const),
  }
  const failed = rules(order, book, session.closesAt)
  return failed && { code: failed.code ?? failed.name, found: failed.found, limit: failed.limit }
}

/** The account as the rules read it; stops that rest give way to what is decided. */
function bookOf(account: BacktestAccount, working: readonly BacktestOrder[], equity: string): Book {
  const priceOf = (ticker: string) => String(account.positions.get(ticker)?.last ?? 0)
  return {
    equity,
    openingEquity: equity,
    holdings: [...account.holdings].map(([ticker, { quantity }]) => ({
      ticker,
      sector: '',
      quantity,
      price: priceOf(ticker),
    })),
    pending: working.map(({ ticker, side, quantity, filled, reference }) => ({
      ticker,
      sector: '',
      side,
      quantity: quantity.minus(filled).toFixed(),
      price: String(reference),
    })),
    ordersLastMinute: 0,
    inSession: true,
    paused: false,
    breakers: [],
    lockouts: [],
  }
}
