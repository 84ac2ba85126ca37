/** What a report is made of, as it is read: rows alone, nothing computed yet. Dollars are decimal text. */

import type {
  ReportCheck,
  ReportIncident,
  ReportQuality,
  ReportSignals,
  TradeReason,
} from '../../contracts/api/report-body.ts'
import type { ReportPlans } from '../../contracts/api/report-plans.ts'
import type { ShareEvent } from '../ledger/ledger.ts'
import type { Unmade } from '../trading/saved.ts'
import type { ReportPeriod } from './period.ts'

/** The account as a round left it; `flows` is all that came from outside less what went there, ever. */
export type EquityReading = {
  takenAt: Date
  date: string
  equity: string
  cash: string
  realised: string
  unrealised: string
  /** Null in rows of an older release: nothing is known to have flowed then. */
  flows: string | null
}

/** The end of a session, for the curve. */
export type EquityDay = Pick<EquityReading, 'takenAt' | 'date' | 'equity' | 'flows'>

/** What the books took in between the two readings: dollars, a profit above 0. */
export type BookSums = { profit: string; fees: string; earned: string; flows: string }

export type MoneyFacts = {
  /** Null where the books began within the period. */
  before: EquityReading | null
  now: EquityReading
  books: BookSums
  days: readonly EquityDay[]
  /** Whether nothing lies before the first of `days`. */
  isWhole: boolean
  spy: SpyFacts
}

/** Closes with dividends put back in, oldest first. */
export type SpyFacts = {
  isFollowed: boolean
  closes: readonly { sessionDate: string; close: string }[]
}

/** An event of a trade, whether the period took it in, and what an order of ours did it for. */
export type TradeEvent = ShareEvent & { isWithin: boolean; reason: TradeReason | null }

export type TradeFacts = {
  /** All since the ticker was last held by nobody, by ticker. */
  events: ReadonlyMap<string, readonly TradeEvent[]>
  /** Profits of trades that the books closed within the period, by the execution that ended them. */
  closed: ReadonlyMap<string, string>
}

export type CheckFacts = {
  stopped: readonly (Pick<ReportCheck, 'code' | 'kind'> & { count: number })[]
  unmade: readonly (Unmade & Pick<ReportCheck, 'code' | 'kind'>)[]
}

/** What a trend said before a session, and what the session then did. */
export type SignalOutcome = {
  window: string
  catalyst: string
  trend: number
  move: number
}

export type SignalFacts = Pick<ReportSignals, 'priced' | 'recommendations' | 'decisions'> & {
  outcomes: readonly SignalOutcome[]
}

export type QualityFacts = Omit<ReportQuality, 'publishers'> & {
  publishers: readonly { name: string; tried: number; borneOut: number }[]
}

export type ReportFacts = {
  account: string
  period: ReportPeriod
  /** What a year of cash brings, in percent. */
  cashRate: number
  money: MoneyFacts | null
  trades: TradeFacts
  checks: CheckFacts
  signals: SignalFacts
  quality: QualityFacts
  incidents: readonly ReportIncident[]
  planned: ReportPlans | null
}
