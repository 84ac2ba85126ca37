/** What keeps a ticker from being judged at all, before both pipelines. */

import type { FILTER_CODES } from '../../contracts/technical-words.ts'

export type FilterCode = (typeof FILTER_CODES)[number]

/** The fewest daily bars that any signal reads. */
const BARS_LEAST = 20
const MACRO_BIAS_LEAST = -0.5
/** Price over earnings, times the median of the sector. */
const VALUATION_MOST = 2
const EARNINGS_SESSIONS = 3

export type FilterInput = {
  /** Daily bars that can be read. */
  bars: number
  /** In [-1, 1]. */
  macroBias: number
  /** Price over earnings of the company and the median of its sector; null where one is not known. */
  priceToEarnings: number | null
  sectorMedian: number | null
  /** Sessions until the next results; null where their day is not known, or more than ten away. */
  sessionsToEarnings: number | null
}

/** A filter that is shut: what was found, and the limit that it passed. */
export type ShutFilter = { code: FilterCode; found: number; limit: number }

/** Those that are shut. What is not known lets pass; whoever gathered the input says what was not. */
export function filterHard(input: FilterInput): ShutFilter[] {
  const { bars, macroBias, priceToEarnings, sectorMedian, sessionsToEarnings } = input
  const shut: ShutFilter[] = []
  const look = (isShut: boolean, code: FilterCode, found: number, limit: number) => {
    if (isShut) shut.push({ code, found, limit })
  }
  look(bars < BARS_LEAST, 'prices_missing', bars, BARS_LEAST)
  look(macroBias <= MACRO_BIAS_LEAST, 'macro_bias_negative', macroBias, MACRO_BIAS_LEAST)
  if (priceToEarnings !== null && sectorMedian !== null && sectorMedian > 0) {
    const most = VALUATION_MOST * sectorMedian
    look(priceToEarnings > most, 'valuation_too_high', priceToEarnings, most)
  }
  if (sessionsToEarnings !== null)
    look(
      sessionsToEarnings <= EARNINGS_SESSIONS,
      'earnings_near',
      sessionsToEarnings,
      EARNINGS_SESSIONS,
    )
  return shut
}
