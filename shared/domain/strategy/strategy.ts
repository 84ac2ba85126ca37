/**
 * What a strategy is: from what became known at the close of a session, and what it kept of those before, to the
 * positions it wants.
 *
 * It is handed each session once, as it closes, and no series of anything: what comes later does not exist for it.
 * The same file trades in a backtest and wherever else a strategy is asked.
 */

/** One session's prices of a ticker as they were traded; dollars, and shares. Known at its close. */
export type TradedBar = {
  ticker: string
  date: string
  knownAt: Date
  open: number
  high: number
  low: number
  close: number
  volume: number
  /** Shares that one share of the first bar has become by splits: times the price, splits leave no step in it. */
  basis: number
}

/** What one text said of a ticker, and when one could read it. */
export type TickerNews = {
  ticker: string
  knownAt: Date
  /** In [−1, 1]. */
  score: number
  /** In [0, 1]. */
  confidence: number
}

/** What was recommended of a ticker, and when. */
export type TickerAdvice = {
  ticker: string
  knownAt: Date
  action: 'buy' | 'sell'
  /** In [0, 1]. */
  confidence: number
  /** Share of the portfolio that it named, in [0, 1]. */
  share: number
  /** Its id, and the window that it is of; absent: one window says all. */
  adviceId?: string
  trendWindow?: string
}

/** What is held of a ticker: shares, and dollars of them at the last close. */
export type HeldShares = { quantity: string; value: number }

/** Everything that is known at one close and was not known at the close before. */
export type KnownAtClose = {
  date: string
  at: Date
  bars: readonly TradedBar[]
  news: readonly TickerNews[]
  /** What was recommended; absent where nothing of that kind is fed. */
  advice?: readonly TickerAdvice[]
  holdings: ReadonlyMap<string, HeldShares>
  /** Tickers with an order on its way. */
  waiting: ReadonlySet<string>
  /** Dollars: all that the account is worth, and what of it is cash. */
  equity: number
  cash: number
  /** False while earlier sessions only warm the strategy up: what it wants then is not traded. */
  trades: boolean
  /** Those that are tracked then: what is wanted of others is not heard. Absent: all are. */
  tracked?: ReadonlySet<string>
}

/** How much of a ticker to hold from the next session on. */
export type Target = {
  ticker: string
  /** Share of equity in [0, 1]; 0 sells all. */
  weight: number
  /** Dollars: trade at this price or better. */
  limit?: number
  /** Dollars: sell all once the price is down to this, from the moment the shares are held. */
  stop?: number
  /** Dollars: sell all once the price is up to this. */
  take?: number
  /** Why, in a few words. */
  why: string
}

/** What an account of this strategy must keep within; what is not named is the executor's. */
export type StrategyLimits = {
  /** Shares of equity, in (0, 1]: in one ticker, and in all. */
  positionPctMax: number
  exposurePctMax: number
  positionsMax: number
  /** Share under the price paid at which a position without a stop of its own is sold; 0: none. */
  stopPct: number
  /** Minutes for which a ticker that was sold is not bought again; absent: none. */
  coolDownMinutes?: number
}

/** What the strategy is told before the first session. */
export type Opening = { tickers: readonly string[]; seed: number }

export type Strategy = {
  name: string
  /** One line for people. */
  summary: string
  limits?: Partial<StrategyLimits>
  /** True of one that looks at prices alone: it need not wait until news is read. */
  ignoresNews?: boolean
  /** Begins anew; what is returned is asked at each close, in order. The same inputs must give the same targets. */
  open(opening: Opening): (known: KnownAtClose) => readonly Target[]
}

/** The executor's limits. Source: docs/FORMULAS.md, Strategies. */
export const executorLimits: StrategyLimits = {
  positionPctMax: 0.05,
  exposurePctMax: 0.8,
  positionsMax: 20,
  stopPct: 0.03,
  coolDownMinutes: 30,
}
