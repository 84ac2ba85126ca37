/** Splits and dividends of the simulated market. They lie before its first day: prices of then are what is split. */

import { sessionOf, shiftDate } from '#shared/domain/market/calendar.ts'
import type { WorldDividend, WorldSplit } from '../contents/actions.ts'

/** Ticker, shares, and days before the first day of the world. */
const SPLITS = [
  { ticker: 'NUVQ', from: 1, to: 4, daysBefore: 100 },
  { ticker: 'LNDR', from: 10, to: 1, daysBefore: 200 },
] as const

const PAYERS = [
  { ticker: 'GRNQ', amount: 0.42 },
  { ticker: 'PWRV', amount: 0.615 },
  { ticker: 'UNDR', amount: 0.28 },
] as const
const QUARTER_DAYS = 91

export function makeSplits(first: string): WorldSplit[] {
  return SPLITS.map(({ daysBefore, ...split }) => ({
    ...split,
    exDate: sessionFrom(shiftDate(first, -daysBefore)),
  }))
}

/** Four quarters before the first day and those until the last. */
export function makeDividends(first: string, last: string): WorldDividend[] {
  return PAYERS.flatMap(({ ticker, amount }, place) => {
    const dividends: WorldDividend[] = []
    for (
      let date = shiftDate(first, 7 + place - 4 * QUARTER_DAYS);
      date <= last;
      date = shiftDate(date, QUARTER_DAYS)
    ) {
      const exDate = sessionFrom(date)
      const [declaredOn, payOn] = [shiftDate(exDate, -28), shiftDate(exDate, 21)]
      dividends.push({ ticker, exDate, amount, declaredOn, payOn })
    }
    return dividends
  })
}

function sessionFrom(date: string): string {
  return sessionOf(date) ? date : sessionFrom(shiftDate(date, 1))
}
