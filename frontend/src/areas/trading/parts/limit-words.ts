/** The limits that orders keep within: their words, and their values as people read and type them. */

import type { limitRoutes } from '#shared/contracts/api/limits.ts'
import type { AnswerOf } from '#shared/contracts/api/route.ts'
import { count, dollars, percent } from '../../../text/format.ts'

export type LimitsInForce = AnswerOf<(typeof limitRoutes)['GET /risk/limits']>
export type LimitName = Exclude<keyof LimitsInForce, 'mode' | 'unreadable'>
type Kind = 'share' | 'dollars' | 'count' | 'seconds' | 'minutes'

export const limitWords: Readonly<Record<LimitName, readonly [words: string, kind: Kind]>> = {
  positionPctMax: ['One position, of equity, at most', 'share'],
  positionValueMax: ['One position at most', 'dollars'],
  positionsMax: ['Positions at most', 'count'],
  sectorPctMax: ['One sector, of equity, at most', 'share'],
  sectorsMax: ['Sectors at most', 'count'],
  dailyLossPctMax: ['Lost in a day, of equity, at most', 'share'],
  orderSharesMax: ['Shares of one order at most', 'count'],
  approvalValueMin: ['A person approves purchases from', 'dollars'],
  approvalMinutes: ['An approval waits at most', 'minutes'],
  ordersPerSecondMax: ['Orders a second at most', 'count'],
  ordersPerMinuteMax: ['Orders a minute at most', 'count'],
  ordersPerDayMax: ['Orders a day at most', 'count'],
  tickerOrdersPerDayMax: ['Purchases of one company a day at most', 'count'],
  runawayOrdersMax: ['Orders beyond its plan in ten minutes that end entries', 'count'],
  duplicateSeconds: ['The same purchase again is a mistake within', 'seconds'],
  dayTradesMax: ['Day trades in five sessions at most', 'count'],
  dayTradeEquityMin: ['Day trades count below an equity of', 'dollars'],
  priceCollarPct: ['A price may be away from the last trade by', 'share'],
  priceMovePctMax: ['A price may move in five minutes by', 'share'],
  cashShortPctMax: ['The broker’s cash may be short of the books by, of equity', 'share'],
  quoteAgeSecondsMax: ['A last trade is at most this old', 'seconds'],
  accountAgeSecondsMax: ['The account was read at most this long ago', 'seconds'],
  marksAgeSecondsMax: ['Prices of what is held are at most this old', 'seconds'],
}

export const limitNames = Object.keys(limitWords) as LimitName[]

/** A value as it is read; of one that cannot be read, nothing. */
export function limitText(name: LimitName, value: number | string | boolean | null): string {
  if (value === null || typeof value === 'boolean') return '–'
  const number = Number(value)
  switch (limitWords[name][1]) {
    case 'share':
      return percent(number, 1)
    case 'dollars':
      return dollars(value)
    case 'seconds':
      return `${count(number)} s`
    case 'minutes':
      return `${count(number)} min`
    case 'count':
      return count(number)
  }
}

/** What a field for it asks for. */
export function limitHint(name: LimitName): string {
  const hints: Readonly<Record<Kind, string>> = {
    share: 'A share of one: 0.05 is 5 %.',
    dollars: 'Dollars.',
    count: 'A number.',
    seconds: 'Seconds.',
    minutes: 'Minutes.',
  }
  return hints[limitWords[name][1]]
}

/** What is typed, as the API takes it: dollars are text, everything else a number. */
export function limitOf(name: LimitName, typed: string): number | string {
  return limitWords[name][1] === 'dollars' ? typed.trim() : Number(typed)
}

/** `position_pct_max` of `positionPctMax`, as the record of changes names it. */
export const recordedAs = (name: LimitName) =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
