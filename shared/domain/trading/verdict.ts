/**
 * One verdict a ticker, out of what its windows say: the surest of each side are compared, and between
 * buying and selling lies a band in which what is held is kept and what is not is left alone.
 *
 * Source: docs/FORMULAS.md, Gates.
 */

import { roundTo } from '../money.ts'

/** How much surer than the surest sale a purchase must be. */
const LEAD_MIN = 0.05

/** What a window said last, while it is young. */
export type Opinion = {
  recommendationId: string
  ticker: string
  trendWindow: string
  action: 'buy' | 'sell'
  confidence: number
}

type WindowsVerdict = {
  /** The surest of each side; null where no window takes it. */
  buy: number | null
  sell: number | null
  /** `keep` neither enters nor ends. */
  stand: 'buy' | 'sell' | 'keep'
}

/** The verdict of one ticker's windows. */
export function verdictOf(opinions: readonly Opinion[]): WindowsVerdict {
  const [buy, sell] = [surest(opinions, 'buy'), surest(opinions, 'sell')]
  if (buy === null) return { buy, sell, stand: sell === null ? 'keep' : 'sell' }
  if (sell === null) return { buy, sell, stand: 'buy' }
  if (sell <= mostAgainst(buy)) return { buy, sell, stand: 'buy' }
  return { buy, sell, stand: sell >= buy ? 'sell' : 'keep' }
}

/** The surest sale that a purchase so sure still outweighs. */
export function mostAgainst(confidence: number): number {
  return Number(roundTo(confidence - LEAD_MIN, 9))
}

/** The windows of one side in words, surest first: `7d 0.8, 1d 0.61`; null where there are none. */
export function windowsSaying(
  opinions: readonly Opinion[],
  action: Opinion['action'],
): string | null {
  const said = opinions
    .filter((opinion) => opinion.action === action)
    .toSorted((a, b) => b.confidence - a.confidence)
    .map(({ trendWindow, confidence }) => `${trendWindow} ${confidence.toFixed(2)}`)
  return said.length === 0 ? null : said.join(', ')
}

function surest(opinions: readonly Opinion[], action: Opinion['action']): number | null {
  const said = opinions.filter((opinion) => opinion.action === action)
  return said.length === 0 ? null : Math.max(...said.map(({ confidence }) => confidence))
}
