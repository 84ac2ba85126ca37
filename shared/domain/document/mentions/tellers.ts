/** Companies that tell of others: brokers and agencies that rate them, firms that count what all of them do. */

import type { TrackedCompany } from './companies.ts'
import type { Surroundings } from './surroundings.ts'
import { wordsOf } from './words/everyday.ts'

/** Tickers of those who rate other firms, and states. */
const raters = wordsOf(
  'MS GS JPM C BAC WFC RJF SCHW JEF SF EVR PIPR LAZ COWN MCO SPGI KEY TFC USB PNC',
)

/** What a rater does to another; in the passive it is done to itself. */
const RATES =
  /^(?:'s)?(?: (?:analysts?|team|securities|research))? (?:(?:up|down)grades|(?:up|down)graded (?!by|at|to|from|as|on)|(?:initiates?|initiated|starts?|started|resumes?|resumed|reiterates?|reiterated|maintains?|reaffirms?|affirms?|assumes?|launches) (?!by|at)(?:.{2,30} (?:at|with|to|as|a) )?(?:.{0,12})?(?:buy|sell|hold|neutral|over|under|equal|out|coverage|rating|positive|negative|market)|(?:raises|cuts|lifts|hikes|lowers|trims|boosts|ups|increases|slashes|bumps) (?:its )?(?:\S+ ){0,3}(?:price target|PT|target price|rating|target on)|rates |recommends |(?:adds|names|removes) .{2,30} (?:to|from|as|a) .{0,24}(?:list|pick)|(?:is |turns |stays |remains |gets )?(?:bullish|bearish|upbeat|cautious) (?:on|about)|says (?:buy|sell|to buy|to sell)\b|sees (?:upside|downside|more upside)|calls .{2,30} (?:a |its )?(?:top|best) (?:pick|idea))/i
/** What another is at a rater's. */
const RATED =
  /\b(?:upgrade[ds]?|downgrade[ds]?|initiated|rated|started|reiterated|resumed|added|cut|raised|lifted|lowered|trimmed|hiked|coverage|price targets?|PT|target|neutral|buy|sell|hold|overweight|underweight|outperform|underperform|equal[- ]weight|perform|rating|top pick|best idea|conviction list|bullish|bearish|note|call)\b[^.;]{0,30}? (?:at|by|from|with) (?:analysts? at )?$|\b(?:after|on|following) (?:an? )?$/i
/** Behind its name, what makes it the one that says so: `after JPMorgan downgrade`. */
const RATING =
  /^(?:'s)? (?:up|down)grades?\b|^(?:'s)? (?:note|rating|call|price target|initiation)\b/i
const RATES_AFTER = /\b(?:after|on|following) (?:an? )?$/i

/** What some count, and what is said of it; their own business is another's. */
const counts: Readonly<Record<string, RegExp>> = {
  BKR: /\brigs?\b/i,
  FDS: /\b(?:according to|data from|compiled by|estimates from|consensus)\b/i,
  MA: /\bSpendingPulse\b/i,
  CME: /\bFedWatch\b/i,
  SPGI: /\b(?:PMIs?|Case-Shiller|purchasing managers)\b/i,
  EFX: /\bcredit scores? (?:rose|fell|data)\b/i,
  IT: /\b(?:PC shipments|according to)\b/i,
}

/** True where the company only says something of others: it is no news of its own. */
export function isTeller({ ticker }: TrackedCompany, { before, after }: Surroundings): boolean {
  if (counts[ticker]?.test(`${before} . ${after}`)) return true
  if (!raters.has(ticker)) return false
  if (RATES.test(after)) return true
  if (RATING.test(after) && (RATES_AFTER.test(before) || /\S/.test(before))) return true
  return RATED.test(before) && !RATES_AFTER.test(before)
}
