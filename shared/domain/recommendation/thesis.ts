/**
 * Says in plain sentences why something is recommended, with the numbers and the sources.
 *
 * By rules alone: the same judgement always gives the same words.
 */

import type { TrendDirection } from '../signal/direction.ts'
import type { Window } from '../signal/window.ts'
import type { EvidenceSide } from '../signal/evidence.ts'
import type { Judgement } from './action.ts'
import { ineligibilityWords, suppressionWords, type RecommendationCheck } from './codes.ts'

/** Stored beside each thesis. */
export const THESIS_MODEL = 'rules-v1'
const TITLE_CHARACTERS_MAX = 120
const CITED_MAX = { supporting: 3, opposing: 2 }

export type CitedEvidence = {
  side: EvidenceSide
  publisher: string
  title: string
  publishedAt: Date
  rankScore: number
}

export type ToldTrend = {
  ticker: string
  window: Window
  direction: TrendDirection
  sentimentMean: number
  confidence: number
  contradiction: number
  signalCount: number
  sourceCount: number
  /** Strongest first on each side. */
  evidence: readonly CitedEvidence[]
}

/** The thesis: what the trend is, what speaks for and against it, what follows. */
export function writeThesis(trend: ToldTrend, judgement: Judgement): string {
  return [
    sayTrend(trend),
    sayEvidence('For it', 'supporting', trend.evidence),
    sayEvidence('Against it', 'opposing', trend.evidence),
    sayVerdict(judgement),
    ...judgement.checks.filter(({ passed }) => !passed).map(sayReason),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

const spans: Readonly<Record<Window, string>> = {
  intraday: '12 hours',
  '1d': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
  '90d': '90 days',
}

function sayTrend(trend: ToldTrend): string {
  const mean = `${trend.sentimentMean > 0 ? '+' : ''}${trend.sentimentMean.toFixed(2)}`
  return (
    `${trend.ticker} over ${spans[trend.window]} is ${trend.direction}: mean sentiment ${mean}, ` +
    `confidence ${trend.confidence.toFixed(2)}, contradiction ${trend.contradiction.toFixed(2)}, ` +
    `from ${count(trend.signalCount, 'signal')} of ${count(trend.sourceCount, 'source')}.`
  )
}

function sayEvidence(
  opening: string,
  side: EvidenceSide,
  evidence: readonly CitedEvidence[],
): string {
  const ofSide = evidence.filter((each) => each.side === side)
  if (ofSide.length === 0) return ''
  const cited = ofSide
    .slice(0, CITED_MAX[side])
    .map(
      ({ publisher, title, publishedAt, rankScore }) =>
        `${publisher} on ${publishedAt.toISOString().slice(0, 10)}, ` +
        `“${shorten(title)}” (rank ${rankScore.toFixed(2)})`,
    )
  const more = ofSide.length - cited.length
  return `${opening}: ${cited.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`
}

function sayVerdict({ action, mode, checks, portfolioPct, maxLossPct }: Judgement): string {
  const verdict = `Recommended: ${action}, ${mode.replace('_', ' ')}.`
  if (mode === 'informational') {
    const isUnsure = checks.every(({ passed }) => passed)
    return isUnsure
      ? `${verdict} It is only shown, its confidence being too low to act on.`
      : verdict
  }
  if (action !== 'buy') return verdict
  return `${verdict} As a guideline, ${percent(portfolioPct)} of the portfolio at a loss of at most ${percent(maxLossPct)}.`
}

const words: Readonly<Record<string, string>> = { ...suppressionWords, ...ineligibilityWords }

function sayReason({ code, found, limit, name }: RecommendationCheck): string {
  const reason = `Held back because ${words[code] ?? code}`
  if (typeof found !== 'number') return `${reason}.`
  return `${reason} (${name.replaceAll('_', ' ')} ${Number(found.toFixed(2))}, limit ${limit}).`
}

function shorten(title: string): string {
  const plain = title.replace(/\s+/g, ' ').trim()
  const characters = Array.from(plain)
  if (characters.length <= TITLE_CHARACTERS_MAX) return plain
  return `${characters
    .slice(0, TITLE_CHARACTERS_MAX - 1)
    .join('')
    .trimEnd()}…`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
