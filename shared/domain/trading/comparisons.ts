/** How the two numbers of a check on a decision are compared, by the check's name. */

export type CheckComparison = 'at most' | 'at least' | 'below'

/** Checks that compare words are not among them. */
export const comparisons: Readonly<Record<string, CheckComparison>> = {
  confidence_below_tier: 'at least',
  declining_book: 'at most',
  max_open_positions: 'below',
  order_shares: 'at most',
  stale_quote: 'at most',
  price_collar: 'at most',
  orders_per_minute: 'at most',
  daily_loss: 'at most',
  position_pct: 'at most',
  position_value: 'at most',
  sector_pct: 'at most',
  sectors: 'at most',
  positions: 'at most',
  price_shock: 'at most',
  account_stale: 'at most',
  marks_stale: 'at most',
  cash_short: 'at most',
  buying_power: 'at most',
  day_trades: 'at most',
  duplicate_order: 'at least',
  orders_per_second: 'at most',
  orders_per_day: 'at most',
  ticker_orders_per_day: 'at most',
  stop_loss: 'at most',
  trailing_stop: 'at most',
  target_1: 'at least',
  target_2: 'at least',
}
