/**
 * What a quote claims that others than its author know too: a move of the price, a report to the SEC, a figure.
 *
 * Source: docs/FORMULAS.md, Claims.
 */

import { figuresIn, type FigureClaim } from './figures.ts'

/** A move that was told as made; `percent` is null where only a strong word tells of its size. */
export type PriceClaim = { kind: 'price_move'; direction: 1 | -1; percent: number | null }
/** A report that was told as filed just now. */
export type FilingClaim = { kind: 'filing'; form: FiledForm }
export type FiledForm = '8-K' | '10-Q' | '10-K'
export type ToldClaim = PriceClaim | FilingClaim | FigureClaim

/** Percent; smaller moves are in the noise of a day, and told loosely. */
const PERCENT_MIN = 3
/** Percent; what tells of more tells of another time, or is a slip of the pen. */
const PERCENT_MAX = 1_000

const UP =
  'jump(?:s|ed|ing)?|soar(?:s|ed|ing)?|surg(?:es?|ed|ing)|sky-?rocket(?:s|ed|ing)?|rocket(?:s|ed|ing)?|spik(?:es?|ed|ing)|leap(?:s|ed|t|ing)?|rall(?:y|ies|ied|ying)|ris(?:es?|ing)|rose|climb(?:s|ed|ing)?|gain(?:s|ed|ing)?|up'
const DOWN =
  'plung(?:es?|ed|ing)|plummet(?:s|ed|ing)?|tumbl(?:es?|ed|ing)|crash(?:es|ed|ing)?|slump(?:s|ed|ing)?|sink(?:s|ing)?|sank|slid(?:es?|ing)?|fall(?:s|ing)?|fell|drop(?:s|ped|ping)?|los(?:es?|t|ing)|down'
/** They tell of a large move without a number. */
const STRONG =
  /^(?:soar|surg|sky-?rocket|rocket|spik|leap|jump|plung|plummet|tumbl|crash|slump|sink|sank)/iu
const IS_DOWN = new RegExp(`^(?:${DOWN})$`, 'iu')

const SHARES = String.raw`\b(?:shares?|stock|stock price|share price)\b`
const PERCENT = String.raw`(\d{1,4}(?:\.\d+)?)\s?(?:%|per ?cent\b|pct\b)`
/** The shares, at most five words, the verb, and at most four words before its number. */
const MOVE = new RegExp(
  String.raw`${SHARES}(?:\s+[\w'’&.-]+){0,5}?\s+(${UP}|${DOWN})\b(?:(?:\s+[\w'’.-]+){0,4}?\s+${PERCENT})?`,
  'giu',
)

/** Told as possible, expected, asked or denied. */
const UNCERTAIN =
  /\b(?:could|may|might|would|will|can|should|if|unless|expect(?:s|ed)?|forecast|price targets?|predict(?:s|ed)?|set to|poised|likely|not|never|no longer|didn['’]?t|hasn['’]?t|why|how|when|late|delay(?:s|ed)?|fail(?:s|ed)?)\b/iu
/** Told of a longer time than a few sessions, or of another time. */
const LONG =
  /\b(?:weeks?|months?|years?|quarters?|decades?|ytd|since|so far|all[- ]time|from (?:its|their|a) (?:peak|high|low)|(?:19|20)\d\d)\b/iu
/** Characters before a move in which it may be doubted. */
const BEFORE = 20

const FORM = /\b(8-?K|10-?Q|10-?K)\b/gu
const FORMS: Readonly<Record<string, FiledForm>> = { '8K': '8-K', '10Q': '10-Q', '10K': '10-K' }
const FILED = /\b(?:fil(?:e|es|ed|ing|ings)|disclos(?:es?|ed|ing)|submit(?:s|ted)?)\b/iu

/** The claims of a quote, at most one of a kind; none where it is not plain whose, when or whether. */
export function claimsIn(quote: string): ToldClaim[] {
  const figures = figuresIn(quote)
  if (LONG.test(quote)) return figures
  return [...moveIn(quote), ...filingIn(quote), ...figures]
}

function moveIn(quote: string): PriceClaim[] {
  const moves = [...quote.matchAll(MOVE)]
  // Of two moves in a sentence it is not plain which is whose.
  if (moves.length !== 1) return []
  const { index, 0: whole, 1: verb = '', 2: number } = moves[0]!
  if (UNCERTAIN.test(quote.slice(Math.max(0, index - BEFORE), index) + whole)) return []
  const direction = IS_DOWN.test(verb) ? -1 : 1
  const percent = number === undefined ? null : Number(number)
  const isTold =
    percent === null ? STRONG.test(verb) : percent >= PERCENT_MIN && percent <= PERCENT_MAX
  return isTold ? [{ kind: 'price_move', direction, percent }] : []
}

function filingIn(quote: string): FilingClaim[] {
  if (!FILED.test(quote) || UNCERTAIN.test(quote)) return []
  const forms = [...quote.matchAll(FORM)].map(([, form = '']) => FORMS[form.replace('-', '')])
  const [form, another] = new Set(forms)
  return form && !another ? [{ kind: 'filing', form }] : []
}
