/** What each check looks at, what its numbers are, and how they compare: read as found and limit, not as a failure. */

import { count, dayEt, dollars, percent, shares, span } from './format.ts'

export type CheckUnit = 'money' | 'shares' | 'percent' | 'seconds' | 'hours' | 'count' | 'score'

export type CheckWords = {
  /** What was looked at. */
  what: string
  unit?: CheckUnit
  relation?: 'at most' | 'at least' | 'below' | 'is' | 'is not'
  /** What it reads as where nothing was found; `none` where it is not said. */
  nothing?: string
  /** What stored words read as. */
  words?: Readonly<Record<string, string>>
}

const most = (what: string, unit: CheckUnit): CheckWords => ({ what, unit, relation: 'at most' })
const least = (what: string, unit: CheckUnit): CheckWords => ({ what, unit, relation: 'at least' })
const is = (what: string, more: Partial<CheckWords> = {}): CheckWords => ({
  what,
  relation: 'is',
  ...more,
})
const told = (what: string, more: Partial<CheckWords> = {}): CheckWords => ({ what, ...more })
const yesNo = { true: 'yes', false: 'no' }

/** By the name of the check, of decisions, of risk and of recommendations. */
export const checkWords: Readonly<Record<string, CheckWords>> = {
  // How trading and the account stand.
  standing: is('How trading stands'),
  trading_disabled: is('Mode of trading'),
  engine_paused: is('Entries', { words: { true: 'paused', false: 'not paused' } }),
  circuit_breaker: is('Circuit breaker of the ticker, or of all', { nothing: 'none open' }),
  session_closed: is('The exchange', { words: { true: 'open', false: 'closed' } }),
  trading_window: told('Time of the decision, within'),
  account_status: is('The broker’s account', { words: { ACTIVE: 'active' } }),
  account_stale: most('Account read from the broker, ago', 'seconds'),
  unreconciled: is('Account read from the broker', { nothing: 'never' }),
  cash_short: most('Cash the broker lacks, of equity', 'percent'),
  holdings_differ: is('Holdings that differ from the broker’s'),
  // The ticker and its price.
  asset_unknown: is('The ticker at the broker'),
  asset_not_tradable: is('The ticker at the broker'),
  asset_halted: is('Trading of the ticker'),
  asset_not_fractionable: is('Parts of a share at the broker', {
    words: { fractionable: 'taken', 'whole shares only': 'not taken' },
  }),
  news_shock: is('Critical event of the ticker within 30 minutes'),
  no_quote: is('Last trade', { nothing: 'none known' }),
  stale_quote: most('Age of the last trade', 'seconds'),
  marks_stale: most('Age of the prices of what is held', 'seconds'),
  price_collar: most('Price of the order, away from the last trade', 'percent'),
  price_shock: most('Move of the price within five minutes', 'percent'),
  split_suspected: told('Move of the price over the night'),
  price_source: told('Price by'),
  price_age: told('Age of the price', { unit: 'seconds' }),
  price_witness: told('Price of a second source'),
  // The order and what it adds up to.
  invalid_order: is('Kind of order'),
  exceeds_position: most('Shares to sell, of those that are free', 'shares'),
  order_shares: most('Shares in the order', 'shares'),
  position_pct: most('Position with the order, by its share of equity', 'money'),
  position_value: most('Position with the order', 'money'),
  sector_pct: most('Sector with the order, by its share of equity', 'money'),
  sectors: most('Sectors with the order', 'count'),
  positions: most('Positions with the order', 'count'),
  buying_power: most('Cost of it and what is on its way, of what the broker lets buy', 'money'),
  daily_loss: most('Lost today, of equity', 'percent'),
  day_trades: most('Day trades of five sessions, with this', 'count'),
  duplicate_order: least('The same purchase before, ago', 'seconds'),
  orders_per_second: most('Orders within a second, with this', 'count'),
  orders_per_minute: most('Orders within a minute, with this', 'count'),
  orders_per_day: most('Orders of the day, with this', 'count'),
  ticker_orders_per_day: most('Purchases of the ticker in a day, with this', 'count'),
  // What the engine asks of an entry.
  confidence_below_tier: least('Confidence, for the risk tier', 'score'),
  outweighed: { ...most('Confidence of the surest window against it', 'score'), nothing: 'none' },
  windows_to_buy: told('Windows that say buy'),
  windows_to_sell: told('Windows that say sell'),
  duplicate: is('Already held or on its way', { nothing: 'nothing' }),
  cool_down: told('Last sale of the ticker; waits until', { nothing: 'none of late' }),
  entry_refused: told('Entries refused of late; waits until', { nothing: 'none' }),
  declining_book: most('Positions that are down by over 2 %', 'percent'),
  max_open_positions: { ...most('Positions', 'count'), relation: 'below' },
  engine_unheard: is('Session the signal engine spoke of last'),
  engine_against: is('Verdicts of the signal engine'),
  engine_filter: told('Shut filter of the signal engine'),
  // Parts of entries, and exits.
  tranche: told('Part of the entry, of', { unit: 'count' }),
  tranche_price: { ...told('Price, for a later part'), unit: 'money', relation: 'at least' },
  stop_loss: most('Price, at the stop', 'money'),
  trailing_stop: most('Price, at the trailing stop', 'money'),
  resting_stop: told('Price; its stop rests at the broker at', { unit: 'money' }),
  target_1: least('Price, at the first target', 'money'),
  target_2: least('Price, at the second target', 'money'),
  // What a recommendation rests on.
  data_confidence: least('Confidence of the readings', 'score'),
  newest_evidence_age_hours: most('Age of the newest evidence', 'hours'),
  source_types: least('Kinds of sources', 'count'),
  extraction_failure_rate: most('Documents that could not be read', 'percent'),
  valid_documents: least('Documents that count', 'count'),
  data_quality: least('Quality of the texts', 'score'),
  macro_only: is('Rests on events of the world alone', { words: yesNo }),
  pattern_only: is('Rests on patterns of rivals alone', { words: yesNo }),
  known_owners: least('Known owners behind it', 'count'),
  independent_voices: least('Known owners with a story of their own', 'count'),
  seasoned_voices: least('Those whose story has stood for hours', 'count'),
  largest_document_share: most('Weight of one document', 'percent'),
  rules_reading: is('What rules read in the same texts'),
  confidence: least('Confidence', 'score'),
  strength: least('Strength of the trend', 'score'),
  contradiction: most('Contradiction', 'score'),
  evidence: least('Signals that take a side', 'count'),
  direction: told('Direction of the trend'),
}

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g

/** A value of a check as a person reads it: by its unit, moments in New York. */
export function sayValue(value: unknown, { unit, words, nothing = 'none' }: CheckWords): string {
  if (value === null || value === undefined) return nothing
  if (typeof value === 'object') return JSON.stringify(value)
  const text = String(value as string | number | boolean)
  const known = words?.[text]
  if (known !== undefined) return known
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (/^-?\d+(?:\.\d+)?(?:e-?\d+)?$/.test(text)) return sayNumber(Number(text), unit)
  return text.replace(INSTANT, (at) => `${dayEt(new Date(at))} ET`)
}

function sayNumber(value: number, unit: CheckUnit | undefined): string {
  if (unit === 'money') return dollars(value)
  if (unit === 'shares') return shares(value)
  if (unit === 'percent') return percent(value, 2).replace('-', '−')
  if (unit === 'seconds')
    return value < 600 ? `${shares(Math.round(value))} s` : span(value * 1_000)
  if (unit === 'hours') return span(value * 3_600_000)
  if (unit === 'count') return count(value)
  if (unit === 'score') return value.toFixed(2)
  return shares(value)
}
