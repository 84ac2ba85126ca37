/** What keeps a ticker from being judged at all, before both pipelines. */

export type FilterCode = 'macro_bias_negative' | 'valuation_too_high' | 'earnings_near'

const MACRO_BIAS_LEAST = -0.5
/** Price over earnings, times the median of the sector. */
const VALUATION_MOST = 2
const EARNINGS_SESSIONS = 3

export type FilterInput = {
  /** In [-1, 1]. */
  macroBias: number
  /** Price over earnings of the company and the median of its sector; null where one is not known. */
  priceToEarnings: number | null
  sectorMedian: number | null
  /** Sessions until the next results; null where their day is not known. */
  sessionsToEarnings: number | null
}

export type Filtered = { codes: FilterCode[]; unknown: ('valuation' | 'earnings')[] }

/** What is not known lets pass, and is said. */
export function filterHard(input: FilterInput): Filtered {
  const { macroBias, priceToEarnings, sectorMedian, sessionsToEarnings } = input
  const isValued = priceToEarnings !== null && sectorMedian !== null && sectorMedian > 0
  const codes: FilterCode[] = []
  if (macroBias <= MACRO_BIAS_LEAST) codes.push('macro_bias_negative')
  if (isValued && priceToEarnings > VALUATION_MOST * sectorMedian) codes.push('valuation_too_high')
  if (sessionsToEarnings !== null && sessionsToEarnings <= EARNINGS_SESSIONS)
    codes.push('earnings_near')
  return {
    codes,
    unknown: [
      ...(isValued ? [] : (['valuation'] as const)),
      ...(sessionsToEarnings === null ? (['earnings'] as const) : []),
    ],
  }
}
