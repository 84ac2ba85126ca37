/** Daily prices a decision looks back on, each ticker read once a round. */

import { newYorkDate } from '#shared/domain/market/calendar.ts'
import {
  earningsDays,
  earningsDistance,
  isOfItsYear,
  type EarningsDistance,
} from '#shared/domain/fundamentals/earnings-dates.ts'
import { CORRELATION_RETURNS } from '#shared/domain/trading/correlation.ts'
import { rangeOf } from '#shared/domain/trading/stops.ts'
import { readSplits } from '#shared/sql/market/actions.ts'
import { readEarningsDates } from '#shared/sql/fundamentals/earnings-dates.ts'
import { readBarsBefore, type DailyBar } from '#shared/sql/market/bars.ts'
import { readSuspicions } from '#shared/sql/market/suspicions.ts'
import { companyIdOf } from '#shared/sql/universe/companies.ts'
import type { Db } from '#shared/sql/open.ts'

export type History = {
  bars(ticker: string): Promise<DailyBar[]>
  /** Dollars; null where the past is too short. */
  atr(ticker: string): Promise<string | null>
  /** The session that opened as if split, where nobody has told a split; null where none did. */
  suspectedSplit(ticker: string): Promise<string | null>
  /** How many sessions away its results are; null where none are known. */
  earnings(ticker: string): Promise<EarningsDistance | null>
  /** Whether a split took effect after the day of `since`: prices of then are on another basis. */
  isSplitSince(ticker: string, since: Date): Promise<boolean>
}

/** Reads what was known before `now`; enough of it for 60 returns. */
export function openHistory(db: Db, now: Date): History {
  const read = new Map<string, Promise<DailyBar[]>>()
  const bars = (ticker: string) => {
    const known = read.get(ticker) ?? readBarsBefore(db, ticker, CORRELATION_RETURNS + 1, now)
    read.set(ticker, known)
    return known
  }
  return {
    bars,
    atr: async (ticker) => rangeOf(await bars(ticker)),
    suspectedSplit: async (ticker) => (await readSuspicions(db, [ticker], now)).get(ticker) ?? null,
    async earnings(ticker) {
      const notices = await readEarningsDates(db, companyIdOf(ticker), now)
      const days = earningsDays(notices.filter(isOfItsYear))
      return earningsDistance(days, newYorkDate(now))
    },
    async isSplitSince(ticker, since) {
      const splits = (await readSplits(db, [ticker], now)).get(ticker) ?? []
      return splits.some(({ exDate }) => exDate > newYorkDate(since))
    },
  }
}
