/** Daily prices a decision looks back on, each ticker read once a round. */

import { CORRELATION_RETURNS } from '#shared/domain/trading/correlation.ts'
import { averageTrueRange } from '#shared/domain/trading/stops.ts'
import { readBarsBefore, type DailyBar } from '#shared/sql/market/bars.ts'
import type { Db } from '#shared/sql/open.ts'

export type History = {
  bars(ticker: string): Promise<DailyBar[]>
  /** Dollars; null where the past is too short. */
  atr(ticker: string): Promise<string | null>
}

/** Reads what was known before `now`; enough of it for 60 returns. */
export function openHistory(db: Db, now: Date): History {
  const read = new Map<string, Promise<DailyBar[]>>()
  const bars = (ticker: string) => {
    const known = read.get(ticker) ?? readBarsBefore(db, ticker, CORRELATION_RETURNS + 1, now)
    read.set(ticker, known)
    return known
  }
  return { bars, atr: async (ticker) => averageTrueRange(await bars(ticker)) }
}
