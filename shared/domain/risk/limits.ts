/**
 * What an order must keep within. Table `risk_configs` holds the values in force; there are no
 * fallbacks, since a limit that cannot be read must stop orders.
 */

import { Big } from 'big.js'

export const riskDefaults = {
  /** How long a critical event keeps the tickers it names from being bought. */
  lockoutMinutes: 30,
  /** Minutes within which a price must not move by more than its limit. */
  moveMinutes: 5,
  /** Sessions whose day trades count together. */
  dayTradeSessions: 5,
}

export type Limits = {
  mode: 'paper' | 'live' | 'disabled'
  /** Shares of equity, in (0, 1]. */
  positionPctMax: number
  sectorPctMax: number
  dailyLossPctMax: number
  /** Share of the last trade's price that a reference price may be away from it. */
  priceCollarPct: number
  /** Share that a price may move within five minutes. */
  priceMovePctMax: number
  /** Share of equity that the broker's cash may be less than that of our books. */
  cashShortPctMax: number
  /** Dollars. */
  positionValueMax: string
  approvalValueMin: string
  /** Equity below which day trades are counted. */
  dayTradeEquityMin: string
  orderSharesMax: number
  sectorsMax: number
  positionsMax: number
  ordersPerSecondMax: number
  ordersPerMinuteMax: number
  ordersPerDayMax: number
  /** Purchases of one ticker in a day. */
  tickerOrdersPerDayMax: number
  /** Orders beyond these limits within ten minutes, at which entries end until a person allows them. */
  runawayOrdersMax: number
  dayTradesMax: number
  quoteAgeSecondsMax: number
  accountAgeSecondsMax: number
  marksAgeSecondsMax: number
  /** How long the same purchase is a second one by mistake; 0: never. */
  duplicateSeconds: number
  /** How long a person may take to approve an order, and an approval holds. */
  approvalMinutes: number
}

const SHARES = {
  positionPctMax: 'position_pct_max',
  sectorPctMax: 'sector_pct_max',
  dailyLossPctMax: 'daily_loss_pct_max',
  priceCollarPct: 'price_collar_pct',
  priceMovePctMax: 'price_move_pct_max',
  cashShortPctMax: 'cash_short_pct_max',
} as const
const COUNTS = {
  orderSharesMax: 'order_shares_max',
  sectorsMax: 'sectors_max',
  positionsMax: 'positions_max',
  ordersPerSecondMax: 'orders_per_second_max',
  ordersPerMinuteMax: 'orders_per_minute_max',
  ordersPerDayMax: 'orders_per_day_max',
  tickerOrdersPerDayMax: 'ticker_orders_per_day_max',
  runawayOrdersMax: 'runaway_orders_max',
  dayTradesMax: 'day_trades_max',
  quoteAgeSecondsMax: 'quote_age_seconds_max',
  accountAgeSecondsMax: 'account_age_seconds_max',
  marksAgeSecondsMax: 'marks_age_seconds_max',
  approvalMinutes: 'approval_minutes',
} as const
const SPANS = { duplicateSeconds: 'duplicate_seconds' } as const
const AMOUNTS = {
  positionValueMax: 'position_value_max',
  approvalValueMin: 'approval_value_min',
  dayTradeEquityMin: 'day_trade_equity_min',
} as const

/** Every limit a person may change, by the name it is stored under. */
export const limitNames = { ...SHARES, ...COUNTS, ...SPANS, ...AMOUNTS } as const
export type LimitName = keyof typeof limitNames

/** Those that allow more the lower they are; every other allows more the higher it is. */
const LOOSER_DOWN: readonly LimitName[] = ['dayTradeEquityMin', 'duplicateSeconds']

/** Whether a limit allows more at `after` than at `before`. */
export function isLooser(name: LimitName, before: Amount, after: Amount): boolean {
  const more = new Big(after).cmp(before)
  return LOOSER_DOWN.includes(name) ? more < 0 : more > 0
}
type Amount = string | number

/** Beyond these a number is a slip of whoever wrote it, and no limit at all. */
const COUNT_MAX = 10_000_000
const AMOUNT_FORM = /^\d{1,15}(\.\d{1,9})?$/

const isShare = (value: unknown) => typeof value === 'number' && value > 0 && value <= 1
const isCount = (value: unknown) => typeof value === 'number' && value > 0 && value <= COUNT_MAX
const isSpan = (value: unknown) => value === 0 || isCount(value)
const isAmount = (value: unknown) => typeof value === 'string' && AMOUNT_FORM.test(value)
const isMode = (value: unknown) => value === 'paper' || value === 'live' || value === 'disabled'

/** Of each kind: its limits, what is sound, how that is said, and what lets nothing pass. */
const KINDS = [
  [{ mode: 'mode' }, isMode, 'paper, live or disabled', 'disabled'],
  [SHARES, isShare, 'a number above 0, up to 1', 0],
  [COUNTS, isCount, `a number above 0, up to ${COUNT_MAX}`, 0],
  [SPANS, isSpan, `0 or a number up to ${COUNT_MAX}`, 0],
  [AMOUNTS, isAmount, 'dollars as text, such as "500.00"', '0'],
] as const

/** A limit that is missing or no sound value, with what was found in its place. */
export type OddLimit = { name: keyof Limits; stored: string; found: unknown; wanted: string }
/** Null where one cannot be read. */
export type ReadableLimits = { [Name in keyof Limits]: Limits[Name] | null }

/** What can be read of stored names and values, and what cannot. */
export function readableLimits(values: ReadonlyMap<string, unknown>): {
  limits: ReadableLimits
  odd: OddLimit[]
} {
  const odd: OddLimit[] = []
  const limits = KINDS.flatMap(([names, isSound, wanted]) =>
    Object.entries(names).map(([key, stored]) => {
      const found = values.get(stored)
      if (isSound(found)) return [key, found]
      odd.push({ name: key as keyof Limits, stored, found, wanted })
      return [key, null]
    }),
  )
  return { limits: Object.fromEntries(limits) as ReadableLimits, odd }
}

/**
 * Limits out of stored names and values.
 *
 * @throws RangeError naming the first limit that is missing or no sound value.
 */
export function parseLimits(values: ReadonlyMap<string, unknown>): Limits {
  const { limits, odd } = readableLimits(values)
  if (odd[0]) throw unsound(odd[0])
  return limits as Limits
}

/** The same, where a limit that is missing or unsound lets nothing pass: for what limits do not judge. */
export function closedLimits(values: ReadonlyMap<string, unknown>): Limits {
  const closed = KINDS.flatMap(([names, , , nothing]) =>
    Object.keys(names).map((key) => [key, nothing]),
  )
  const read = Object.entries(readableLimits(values).limits).filter(([, value]) => value !== null)
  return Object.fromEntries([...closed, ...read]) as Limits
}

function unsound({ stored, found, wanted }: OddLimit): RangeError {
  const value = JSON.stringify(found) ?? 'nothing'
  return new RangeError(`Read risk limit "${stored}": found ${value}, wanted ${wanted}`)
}
