/**
 * What an order must keep within. Table `risk_configs` holds the values in force; there are no
 * fallbacks, since a limit that cannot be read must stop orders.
 */

export const riskDefaults = {
  /** How long a critical event keeps the tickers it names from being bought. */
  lockoutMinutes: 30,
  /** How long a person may take to approve an order, and an approval holds. */
  approvalMinutes: 15,
}

export type Limits = {
  mode: 'paper' | 'live' | 'disabled'
  /** Shares of equity, in (0, 1]. */
  positionPctMax: number
  sectorPctMax: number
  dailyLossPctMax: number
  /** Share of the last trade's price that a reference price may be away from it. */
  priceCollarPct: number
  /** Dollars. */
  positionValueMax: string
  approvalValueMin: string
  orderSharesMax: number
  sectorsMax: number
  positionsMax: number
  ordersPerMinuteMax: number
  quoteAgeSecondsMax: number
}

const SHARES = {
  positionPctMax: 'position_pct_max',
  sectorPctMax: 'sector_pct_max',
  dailyLossPctMax: 'daily_loss_pct_max',
  priceCollarPct: 'price_collar_pct',
} as const
const COUNTS = {
  orderSharesMax: 'order_shares_max',
  sectorsMax: 'sectors_max',
  positionsMax: 'positions_max',
  ordersPerMinuteMax: 'orders_per_minute_max',
  quoteAgeSecondsMax: 'quote_age_seconds_max',
} as const
const AMOUNTS = {
  positionValueMax: 'position_value_max',
  approvalValueMin: 'approval_value_min',
} as const

/**
 * Limits out of stored names and values.
 *
 * @throws RangeError naming the first limit that is missing or no sound value.
 */
export function parseLimits(values: ReadonlyMap<string, unknown>): Limits {
  const mode = values.get('mode')
  if (mode !== 'paper' && mode !== 'live' && mode !== 'disabled') throw unsound('mode', mode)
  return {
    mode,
    ...(read(
      SHARES,
      values,
      (value) => typeof value === 'number' && value > 0 && value <= 1,
    ) as Record<keyof typeof SHARES, number>),
    ...(read(COUNTS, values, (value) => typeof value === 'number' && value > 0) as Record<
      keyof typeof COUNTS,
      number
    >),
    ...(read(
      AMOUNTS,
      values,
      (value) => typeof value === 'string' && /^\d+(\.\d+)?$/.test(value),
    ) as Record<keyof typeof AMOUNTS, string>),
  }
}

function read(
  names: Readonly<Record<string, string>>,
  values: ReadonlyMap<string, unknown>,
  isSound: (value: unknown) => boolean,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(names).map(([key, name]) => {
      const value = values.get(name)
      if (!isSound(value)) throw unsound(name, value)
      return [key, value]
    }),
  )
}

function unsound(name: string, value: unknown): RangeError {
  return new RangeError(`Read risk limit "${name}": found ${JSON.stringify(value) ?? 'nothing'}`)
}
