/**
 * What a quote claims that a company's filings and the exchange know too: figures of its results, a dividend,
 * a split.
 *
 * Source: docs/FORMULAS.md, Claims.
 */

import { multiply } from '../money.ts'

export const FIGURE_KINDS = [
  'revenue',
  'net_income',
  'earnings_per_share',
  'dividend',
  'split',
] as const

/**
 * A figure that was told: dollars, dollars a share, or of a split new shares for an old one; decimal text, a loss
 * below 0. `unit` is one of its last digit: so far it may be rounded.
 */
export type FigureClaim = {
  kind: (typeof FIGURE_KINDS)[number]
  amount: string
  unit: string
}

const NUMBER = String.raw`(\d{1,3}(?:,\d{3})+|\d{1,6})(\.\d{1,3})?`
const DOLLARS = String.raw`(?:US)?\$\s?${NUMBER}(?:\s?(trillion|billion|million|bln|mln|bn|mn|[bmt])\b)?`
const CHANGED =
  '(?:rises|rose|grows|grew|climbs|climbed|jumps|jumped|falls|fell|drops|dropped|declines|declined|increases|increased|decreases|decreased|up|down)'
const IS = String.raw`(?:(?:of|was|were|is|are|came in at|reached|totall?ed|at|${CHANGED}(?:\s[\w.%]+){0,3}?\sto)\s)?`
/** Of the whole company: a word that says of which part it is makes it another figure, before "net" and "total" too. */
const WHOLE = String.raw`(?:^|[,;:]\s*|\b(?:reported|reports?|posted|posts|its|with|and|on|Q[1-4]|FY\d{0,4}|quarter|full-year)\s+)(?:(?:total|net|quarterly|annual|record|reported|consolidated)\s+){0,3}`
const REVENUE = new RegExp(String.raw`${WHOLE}(?:revenues?|sales)\s${IS}${DOLLARS}`, 'giu')
const NET = new RegExp(
  String.raw`\bnet (income|profit|earnings|loss)(?:es)?\s${IS}${DOLLARS}`,
  'giu',
)
const NET_LAST = new RegExp(
  String.raw`\b(?:posts?|posted|reports?|reported)\s(?:an?\s)?${DOLLARS}\s(?:quarterly\s)?net (income|profit|loss)\b`,
  'giu',
)
const A_SHARE = String.raw`(?:(?:\s(?:a|per)[ -]|\s?/\s?)(?:diluted )?share\b)`
const EPS = new RegExp(
  String.raw`\b(?:(earnings|profit|loss|net income)\s(?:of|was)|(earned|lost))\s${DOLLARS}${A_SHARE}`,
  'giu',
)
const EPS_FIRST = new RegExp(
  String.raw`\b(?:(earnings|loss) per (?:diluted )?share|EPS)\s${IS}${DOLLARS}`,
  'giu',
)
/** Declared, or changed to so much; in dollars, or in cents. */
const DIVIDEND = new RegExp(
  String.raw`\b(?:declare[sd]?|announce[sd]?)\b(?:\s[\w-]+){0,4}?\sdividend\sof\s(?:${DOLLARS}${A_SHARE}?|${NUMBER}\scents\b)`,
  'giu',
)
const DIVIDEND_TO = new RegExp(
  String.raw`\b(?:raise|increase|hike|boost|lift|cut|lower|reduce)[sd]?\b(?:\s[\w-]+){0,3}?\sdividend(?:\s[\w.%]+){0,3}?\sto\s(?:${DOLLARS}${A_SHARE}?|${NUMBER}\scents\b)`,
  'giu',
)
const WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const COUNT = String.raw`(\d{1,3}|${WORDS.join('|')})`
const SPLIT = new RegExp(
  String.raw`\b${COUNT}[- ]for[- ]${COUNT}\b(?:\s[\w-]+){0,2}?\ssplit\b`,
  'giu',
)

/** Told as possible, expected or denied, about something else than what was reported, or loosely. */
const DOUBTED =
  /\b(?:could|may|might|would|will|can|should|if|unless|expect\w*|forecasts?|predict\w*|guid\w+|outlook|estimates?|consensus|analysts?|sees|targets?|likely|not|never|didn['’]?t|adjusted|non-?gaap|excluding|excludes|pro[- ]?forma|core|operating|about|nearly|almost|around|over|more than|less than|roughly|approximately|at least|up to|as much as|run[- ]rate|previous\w*|prior|project(?:s|ed|ions?)|anticipat\w*|plans?|planned|aims?|hopes?|goals?|reaffirm\w*|reiterat\w*|preliminary|next|by (?:19|20)\d\d|on track|range|between|midpoint)\b/iu
/** Whose results are told is not plain where a part of the company, or another company, is in the sentence. */
const OF_OTHERS =
  /\b(?:units?|segments?|divisions?|business(?:es)?(?! machines)|arms?|subsidiar\w+|cloud|aws|azure|youtube|iphones?|ipads?|advertising|ads|data[- ]?cent(?:er|re)s?|gaming|streaming|automotive|wearables|rivals?|peers?|competitors?|suppliers?|customers?|partners?|acquir\w+|acquisitions?|takeover|bought|buys?|buying|merg\w+|start-?ups?|stakes?|spin-?offs?|spun|joint venture)\b/iu
const YEARLY = /\b(?:annual|annualized|yearly|a year|special)\b/iu
/** Of one country or part of the business. */
const OF_A_PART =
  /^\s+(?:from|at its|in (?!the (?:(?:first|second|third|fourth|latest|same) )?(?:quarter|period|year)))/iu

const SCALES: Readonly<Record<string, string>> = {
  trillion: '1000000000000',
  t: '1000000000000',
  billion: '1000000000',
  bn: '1000000000',
  b: '1000000000',
  million: '1000000',
  mn: '1000000',
  bln: '1000000000',
  mln: '1000000',
  m: '1000000',
}

/** The figures of a quote, at most one of a kind; none where it is not plain of what or whether. */
export function figuresIn(quote: string): FigureClaim[] {
  if (DOUBTED.test(quote)) return []
  const results = OF_OTHERS.test(quote) ? [] : resultsIn(quote)
  const told = [
    ...results,
    ...only(quote, DIVIDEND, dividendOf),
    ...only(quote, DIVIDEND_TO, dividendOf),
    ...only(quote, SPLIT, ([, to, from]) => splitOf(to, from)),
  ]
  return FIGURE_KINDS.flatMap((kind) => {
    const ofKind = told.filter((claim) => claim.kind === kind)
    return ofKind.length === 1 ? ofKind : []
  })
}

function resultsIn(quote: string): FigureClaim[] {
  return [
    ...only(quote, REVENUE, ([, ...number]) => scaled('revenue', number)),
    ...only(quote, NET, ([, what, ...number]) => scaled('net_income', number, isLoss(what))),
    ...only(quote, NET_LAST, ([, whole, part, scale, what]) =>
      scaled('net_income', [whole, part, scale], isLoss(what)),
    ),
    ...only(quote, EPS, ([, what, verb, ...number]) => aShare(number, isLoss(what ?? verb))),
    ...only(quote, EPS_FIRST, ([, what, ...number]) => aShare(number, isLoss(what))),
  ]
}

/** What a quote tells by a pattern, where it does so once, and of no part of the company. */
function only(
  quote: string,
  pattern: RegExp,
  read: (groups: readonly (string | undefined)[]) => FigureClaim | undefined,
): FigureClaim[] {
  const found = [...quote.matchAll(pattern)]
  const [first] = found
  if (found.length !== 1 || !first) return []
  if (OF_A_PART.test(quote.slice(first.index + first[0].length))) return []
  const claim = read(first)
  return claim ? [claim] : []
}

function isLoss(what: string | undefined): boolean {
  return /^los/iu.test(what ?? '')
}

type Number3 = readonly (string | undefined)[]

/** Of a whole company in dollars: without its scale it is no such figure. */
function scaled(kind: FigureClaim['kind'], number: Number3, loss = false) {
  const [whole, part, scale] = number
  const times = scale === undefined ? undefined : SCALES[scale.toLowerCase()]
  return times === undefined ? undefined : figureOf(kind, whole, part, times, loss)
}

/** Of one share: with a scale it is of all of them. */
function aShare([whole, part, scale]: Number3, loss: boolean) {
  return scale === undefined ? figureOf('earnings_per_share', whole, part, '1', loss) : undefined
}

function dividendOf([quote = '', whole, part, scale, cents, ofCent]: Number3) {
  if (scale !== undefined || YEARLY.test(quote)) return undefined
  return cents === undefined
    ? figureOf('dividend', whole, part, '1')
    : figureOf('dividend', cents, ofCent, '0.01')
}

function figureOf(
  kind: FigureClaim['kind'],
  whole: string | undefined,
  part = '',
  times: string,
  loss = false,
): FigureClaim | undefined {
  if (whole === undefined) return undefined
  const amount = multiply(`${loss ? '-' : ''}${whole.replaceAll(',', '')}${part}`, times)
  const digit = part === '' ? '1' : `0.${'0'.repeat(part.length - 2)}1`
  return Number(amount) === 0 ? undefined : { kind, amount, unit: multiply(digit, times) }
}

/** As the new shares for an old one, to six places. */
function splitOf(to: string | undefined, from: string | undefined): FigureClaim | undefined {
  const count = (word = '') => {
    const place = WORDS.indexOf(word.toLowerCase())
    return place < 0 ? Number(word) : place + 1
  }
  const [shares, old] = [count(to), count(from)]
  if (!(shares > 0) || !(old > 0) || shares === old) return undefined
  return { kind: 'split', amount: (shares / old).toFixed(6), unit: '0.000001' }
}
