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
