/** A bar as a source told it, before it is stored; prices and volume are decimal text. */

export type NewBar = {
  ticker: string
  /** YYYY-MM-DD, New York. */
  sessionDate: string
  open: string
  high: string
  low: string
  close: string
  volume: string
  vwap: string | null
}

export type RejectedBar = { ticker: string; payload: unknown; reason: string }

/** A minute of one ticker, raw. */
export type NewMinuteBar = NewBar & {
  startsAt: Date
  /** Before the open or after the close of its day's session. */
  isExtended: boolean
}

/**
 * Who tells a bar and from which tape, the strongest first: all exchanges as Polygon and Alpaca
 * consolidate them, then IEX alone. What a stronger one told, a weaker one never replaces.
 */
export const BAR_VENDORS = ['polygon', 'alpaca_sip', 'alpaca_iex'] as const
export type BarVendor = (typeof BAR_VENDORS)[number]
