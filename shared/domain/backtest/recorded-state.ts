/** What recommendations played stand at: the account, levels of what is held, parts to come, what was said and answered. */

import { Big } from 'big.js'
import type { PartMode } from '../../contracts/shadow.ts'
import type { Limits } from '../risk/limits.ts'
import type { TickerAdvice } from '../strategy/strategy.ts'
import type { TradingSettings } from '../trading/settings.ts'
import type { Levels } from '../trading/stops.ts'
import type { TierName } from '../trading/tiers.ts'
import type { TrancheInput } from '../trading/judge-tranche.ts'
import { openAccount } from './account.ts'
import { openPace, type Pace } from './book.ts'
import type { BacktestFeed } from './feed.ts'
import { openGuards, type Guards } from './guards.ts'
import type { BacktestState } from './session.ts'
import { openDays, type Days } from './recorded-days.ts'

/** How the engine is set, as in force where the run is asked for. */
export type LiveMeans = {
  riskTier: TierName
  limits: Limits
  /** Whether sizes keep under what a person must approve. */
  withinApproval: boolean
  settings: Pick<
    TradingSettings,
    | 'siphonPct'
    | 'reserveHighWaterPct'
    | 'gradualTranches'
    | 'gradualThreshold'
    | 'positionCap'
    | 'poolMin'
    | 'emergencyDrawdownPct'
    | 'microEnabled'
    | 'microSeconds'
    | 'microPctMax'
    | 'microDailyMax'
    | 'microHoldMinutes'
  >
  /** Whether the signal engine has a say. */
  engineMode: PartMode<'signal_engine'>
}

/** A later part of an entry, with how sure its recommendation was. */
export type WaitingPart = TrancheInput['tranche'] & { confidence: number; isSplit: boolean }

export type RecordedState = BacktestState & {
  means: LiveMeans
  tier: TierName
  tierChangedAt: Date | null
  /** The last day whose results were looked at for the tier. */
  reviewed: string
  reserve: Big
  guards: Guards
  pace: Pace
  /** Bars are shorter than a day. */
  isWithinDay: boolean
  days: Days
  /** Of what is held; `tier` is that of its entry. */
  levels: Map<string, Levels & { tier: TierName }>
  /** Tiers of entries on their way. */
  tiers: Map<string, TierName>
  parts: WaitingPart[]
  /** Said lately, in the order it was known. */
  said: TickerAdvice[]
  /** What nothing more comes of, and the code that each was last passed over for. */
  answered: Set<TickerAdvice>
  passedFor: Map<TickerAdvice, string>
  /** Sales that are wanted until nothing is held, each with why. */
  wanted: Map<string, string>
  /** Micro-trades on their way or held, each with when it is sold whatever its price. */
  sellBy: Map<string, Date>
  /** Micro-trades of a session, and the last of them: when it was decided on, and when what it rests on was said. */
  micro: { date: string; count: number; last: { at: Date; knownAt: Date } | null }
  soldAt: Map<string, Date>
  refusals: Map<string, { at: Date; says: string }[]>
  /** Profits of trades that ended, newest last. */
  ended: { at: Date; profit: Big }[]
  equities: { at: Date; equity: number }[]
}

export function openRecorded(
  cash: string,
  means: LiveMeans,
  feed: Pick<BacktestFeed, 'barSeconds'>,
): RecordedState {
  return {
    account: openAccount(cash),
    working: [],
    resting: new Map(),
    dividends: new Big(0),
    means,
    tier: means.riskTier,
    tierChangedAt: null,
    reviewed: '',
    reserve: new Big(0),
    guards: openGuards(cash, feed),
    pace: openPace(),
    isWithinDay: feed.barSeconds !== undefined,
    days: openDays(),
    levels: new Map(),
    tiers: new Map(),
    parts: [],
    said: [],
    answered: new Set(),
    passedFor: new Map(),
    wanted: new Map(),
    sellBy: new Map(),
    micro: { date: '', count: 0, last: null },
    soldAt: new Map(),
    refusals: new Map(),
    ended: [],
    equities: [],
  }
}
