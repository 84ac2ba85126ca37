/** What a replay world holds, whether it was read from a folder or made from a seed. */

import type { WorldDividend, WorldSplit } from './actions.ts'

export type WorldCompany = {
  ticker: string
  name: string
  sector: string
  aliases: string[]
  /** Ten digits, where filings of it are served. */
  cik?: string
}

/** One daily bar; prices in dollars. */
export type WorldBar = {
  /** YYYY-MM-DD, New York. */
  date: string
  open: number
  high: number
  low: number
  close: number
  volume: number
}

export type WorldArticle = {
  id: string
  publisher: string
  publishedAt: Date
  /** True where the data gave a date only and the hour was spread by the seed. */
  hourIsSynthetic: boolean
  title: string
  description: string
  tickers: string[]
}

export type WorldFiling = {
  cik: string
  accessionNumber: string
  form: string
  filedAt: Date
  primaryDocument: string
  mediaType: string
  body: Buffer
  /** Who filed, where that is no company of the world. */
  registrant?: string
  /** What was handed in with it. */
  exhibits?: { type: string; name: string; mediaType: string; body: Buffer }[]
  /** Item numbers of an 8-K, such as `2.02,9.01`. */
  items?: string
  /** The real date, where the filing was moved to a day of the replay. */
  movedFrom?: string
}

/** A page served as it is, for the web source: a real page of the data folder, or a made one. */
export type WorldPage = { path: string; publishedAt: Date; html: Buffer }

export type World = {
  /** `simulated` or `replay`: shown wherever its data shows. */
  label: 'simulated' | 'replay'
  seed: number
  from: Date
  to: Date
  companies: WorldCompany[]
  /** Ordered by time; before `to`. A simulated world begins them a week before `from`. */
  articles: WorldArticle[]
  /** Ordered by date; they begin well before `from`, so that indicators have a past. */
  bars: Map<string, WorldBar[]>
  /** Bars are on the basis of the last day; these say how they were traded. Absent: as they are. */
  splits?: WorldSplit[]
  dividends?: WorldDividend[]
  filings: WorldFiling[]
  pages: WorldPage[]
  /** What was made up, left out or mended, in words for a reader. */
  notes?: string[]
}

/** Prices as they stood at a moment. */
export type Quotes = {
  /** The last trade at or before `at`, on the path through that day's bar. */
  lastTrade(ticker: string, at: Date): { price: number; at: Date } | undefined
}
