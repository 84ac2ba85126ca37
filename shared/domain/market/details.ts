/** What a reference source says of a security, before it is stored. */

export type NewDetails = {
  ticker: string
  name: string | null
  /** The source's own word: CS, ADRC, ETF … */
  securityType: string | null
  /** MIC of the exchange: XNAS, XNYS … */
  primaryExchange: string | null
  /** Ten digits. */
  cik: string | null
  compositeFigi: string | null
  shareClassFigi: string | null
  active: boolean
  /** YYYY-MM-DD. */
  listedOn: string | null
  delistedOn: string | null
  currency: string | null
  /** Of this class alone; decimal text. */
  sharesOutstanding: string | null
  /** Of all classes, as if all were of this one. */
  weightedShares: string | null
  marketCap: string | null
  /** Under which ticker it trades from which day on, newest first. */
  tickerChanges: { date: string; ticker: string }[]
}
