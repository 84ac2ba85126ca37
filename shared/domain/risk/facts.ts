/** What rules look at beside holdings, from `risk-2` on: the account, assets, prices, orders of late. */

/** How trading stands: holds that are set, each with what it lets pass. */
export type StandingFacts = {
  mode: string
  state: string
  holds: readonly { code: string; state: string }[]
}

/** The account in the broker's words, as it was last read. */
export type AccountFacts = {
  status: string
  /** True where the broker lets nothing, or no trade, be done. */
  blocked: boolean
  /** Dollars. */
  cash: string
  buyingPower: string
  ageSeconds: number
  /** Day trades of five sessions as the broker counts them; null where it does not say. */
  dayTrades: number | null
}

/** What the broker says of a ticker; null where it lists none of that name. */
export type AssetFacts = {
  tradable: boolean
  fractionable: boolean
  halted: boolean
  ageSeconds: number
} | null

/** One of the broker's list. */
export type BrokerAsset = {
  ticker: string
  tradable: boolean
  fractionable: boolean
  halted: boolean
  /** In the broker's word. */
  status: string
}

/** The largest move within five minutes, of the minutes that a lockout lasts. */
export type PriceMove = { from: string; to: string }

export type Facts = {
  standing: StandingFacts
  /** Null while the broker was never read. */
  account: AccountFacts | null
  /** Dollars of cash as our own books have them; null before they were opened. */
  cash: string | null
  /** Tickers of which the broker holds another quantity than our books, nothing being on its way. */
  contradictions: readonly { ticker: string; ours: string; broker: string }[]
  /** Of the oldest mark among what is held; null where nothing is. */
  marksAgeSeconds: number | null
  /** Dollars of purchases that the broker's buying power does not reflect yet. */
  committed: string
  /** Day trades of five sessions by our own fills, and those that open sales will make. */
  dayTrades: number
  /** Purchases intended lately, newest first. */
  purchases: readonly { ticker: string; quantity: string; ageSeconds: number }[]
  ordersLastSecond: number
  ordersToday: number
  /** By ticker, purchases of the day. */
  purchasesToday: Readonly<Record<string, number>>
  /** By ticker asked about; undefined where the broker's list was never read. */
  assets?: Readonly<Record<string, AssetFacts>> | undefined
  /** By ticker; one without a price five minutes apart has none. */
  moves: Readonly<Record<string, PriceMove>>
}
