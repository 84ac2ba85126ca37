/** What the world's broker says of the account and of each holding, valued at the last trade. */

import { Big } from 'big.js'
import { newYorkDate, previousSession } from '#shared/domain/market/calendar.ts'
import { deriveId } from '#shared/host/ids.ts'
import { isOpenOrder, leaves, type AlpacaBook, type AlpacaHolding } from './book.ts'
import { overSplits, type SplitShares } from './state.ts'
import { assetId } from './wire.ts'
import type { Quotes } from '../contents/world.ts'

/** What `GET /v2/account` says. */
export function wireAccount(book: AlpacaBook, quotes: Quotes, at: Date) {
  const cash = book.cash()
  const value = marketValue(book.holdings(), quotes, at)
  const equity = cash.plus(value).toFixed()
  const free = buyingPower(book, quotes, at).toFixed()
  const before = previousSession(at).closesAt
  return {
    id: deriveId('alpaca-account', 'world', ...(book.resets() ? [String(book.resets())] : [])),
    account_number: `PA3WORLD${String(book.resets() + 1).padStart(4, '0')}`,
    status: 'ACTIVE',
    crypto_status: 'ACTIVE',
    currency: 'USD',
    buying_power: free,
    regt_buying_power: free,
    daytrading_buying_power: '0',
    non_marginable_buying_power: free,
    options_buying_power: free,
    cash: cash.toFixed(),
    accrued_fees: '0',
    portfolio_value: equity,
    equity,
    last_equity: cash.plus(marketValue(book.holdings(), quotes, before, book.splits())).toFixed(),
    long_market_value: value.toFixed(),
    short_market_value: '0',
    initial_margin: '0',
    maintenance_margin: '0',
    last_maintenance_margin: '0',
    sma: '0',
    multiplier: '1',
    daytrade_count: 0,
    balance_asof: newYorkDate(before),
    pattern_day_trader: false,
    trading_blocked: false,
    transfers_blocked: false,
    account_blocked: false,
    trade_suspended_by_user: false,
    shorting_enabled: false,
    options_approved_level: 0,
    options_trading_level: 0,
    created_at: '2018-01-02T14:30:00.000Z',
  }
}

/** Cash less what the open purchases may still cost. */
export function buyingPower(book: AlpacaBook, quotes: Quotes, at: Date): Big {
  return book.orders().reduce((free, order) => {
    if (order.side !== 'buy' || !isOpenOrder(order)) return free
    const price = order.limitPrice ?? new Big(quotes.lastTrade(order.symbol, at)?.price ?? 0)
    return free.minus(leaves(order).times(price))
  }, book.cash())
}

function marketValue(
  holdings: AlpacaHolding[],
  quotes: Quotes,
  at: Date,
  splits: readonly SplitShares[] = [],
): Big {
  return holdings.reduce((sum, { symbol, quantity }) => {
    const price = new Big(quotes.lastTrade(symbol, at)?.price ?? 0)
    return sum.plus(quantity.times(overSplits(price, splits, { symbol, since: at })))
  }, new Big(0))
}

/** What `GET /v2/positions/:symbol` says. */
export function wirePosition(holding: AlpacaHolding, book: AlpacaBook, quotes: Quotes, at: Date) {
  const { symbol, quantity, averagePrice } = holding
  const price = new Big(quotes.lastTrade(symbol, at)?.price ?? averagePrice)
  const since = previousSession(at).closesAt
  const close = new Big(quotes.lastTrade(symbol, since)?.price ?? price)
  const yesterday = overSplits(close, book.splits(), { symbol, since })
  const cost = quantity.times(averagePrice)
  const gain = quantity.times(price).minus(cost)
  const gainToday = quantity.times(price.minus(yesterday))
  return {
    asset_id: assetId(symbol),
    symbol,
    exchange: 'NASDAQ',
    asset_class: 'us_equity',
    asset_marginable: true,
    avg_entry_price: averagePrice.round(6).toFixed(),
    qty: quantity.toFixed(),
    qty_available: quantity.minus(promised(book, symbol)).toFixed(),
    side: 'long',
    market_value: quantity.times(price).toFixed(),
    cost_basis: cost.round(6).toFixed(),
    unrealized_pl: gain.round(6).toFixed(),
    unrealized_plpc: gain.div(cost).round(6).toFixed(),
    unrealized_intraday_pl: gainToday.round(6).toFixed(),
    unrealized_intraday_plpc: price.div(yesterday).minus(1).round(6).toFixed(),
    current_price: price.toFixed(),
    lastday_price: yesterday.toFixed(),
    change_today: price.div(yesterday).minus(1).round(6).toFixed(),
  }
}

/** Shares open sales may still take. */
export function promised(book: AlpacaBook, symbol: string): Big {
  return book
    .orders()
    .filter((order) => order.symbol === symbol && order.side === 'sell')
    .reduce((sum, order) => sum.plus(leaves(order)), new Big(0))
}
