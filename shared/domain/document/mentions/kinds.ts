/** How much a name says by itself, and so how much else a text must say for it to be the company. */

import { coreOf } from './names.ts'
import { plainWord, straight, WORD } from './spelling.ts'
import { everydayWords, seldomWords, wordsOf } from './words/everyday.ts'
import { indexNames } from './words/doings.ts'
import { emptyNames, placeNames, trades } from './words/firms.ts'
import { familyNames, givenNames } from './words/people.ts'

/**
 * - `sure`: nobody else is called so: `Boeing`, `Eli Lilly`.
 * - `phrase`: words of the language, as a name only where it is written as one: `Best Buy`.
 * - `seldom`: a word that, in news of business, mostly is the company: `Apple`.
 * - `word`: a word of the language: `Target`.
 * - `family`: a name of many people: `Williams`.
 * - `index`: what an index or exchange is called as well: `Nasdaq`.
 * - `empty`: part of every other name: `Southern`; counts with its legal form alone.
 * - `letters`: an abbreviation that may be another's: `CMS`.
 * - `ticker`: a ticker without a sign.
 * - `hint`: a short ticker without a sign, which counts where the company is named elsewhere.
 */
export type NameKind =
  | 'sure'
  | 'phrase'
  | 'seldom'
  | 'word'
  | 'family'
  | 'index'
  | 'empty'
  | 'letters'
  | 'ticker'
  | 'hint'

const LETTERS_MAX = 4
/** A bare ticker of so many letters is seldom another body's abbreviation. */
const TELLING_MIN = 4

/** Abbreviations of offices, bodies, places and things that are nobody's ticker in running text. */
const abbreviations = wordsOf(`
  ai aids aim all amp ana api apr are asap asia atm auto ball bbc beat best big bio bit bst buy can car card
  care cars cash cat cbi cdc ceo cfo cia cio coo cop cost cpi cto cut day dc dd dea dia dj dna doc dow dui duty
  eat ecb edge epa etf fang faang eu eur euro eye fast fbi fcc fda fed fee fix flex fun fund fx gain gap gas gbp gdp gen
  giga good gpu gps grab has hd he hes hiv hope ice icu iea ill ilo imf info ing ipo irs isis it jan job joe jpy
  key keys la lab law led lei life like link lite live lng loan loop love low man mar mass may mbs med meet
  met mid mit mma mod moon most mp ms nasa nato net new news next nfl nhs nice nme no now nyc nyse oct odd old
  on one opec open opt out own pac pact path pay pc pd pin pl play plus pm post prep prime psa qe ras real
  red reit reits rent rest ride rng root run rush safe sale save sba sci sea sec see self ship shop show sky so
  spy star start stay sub sum sun tax team tech tell tip tls true trump tv two ubs uk un us usa usd var vat
  vibe vip wait warn wash way we well west wi win wing wire woo word work wto yen you young zip
  cms sba eqt rt ip ir cf te db jobs ppl apa
`)

export function kindOf(name: string): NameKind {
  const all = (straight(name).match(WORD) ?? []).map(plainWord)
  const words = all.filter((word) => word !== 's')
  const [only = ''] = words
  if (words.length > 1) return kindOfPhrase(words)
  if (indexNames.has(only)) return 'index'
  if (emptyNames.has(only) || placeNames.has(only)) return 'empty'
  if (seldomWords.has(only)) return 'seldom'
  // `McDonald's` is a firm's spelling, `McDonald` a family's.
  if (familyNames.has(only) || givenNames.has(only)) return all.length > 1 ? 'sure' : 'family'
  if (everydayWords.has(only)) return 'word'
  return abbreviations.has(only) ? 'letters' : 'sure'
}

function kindOfPhrase(words: readonly string[]): NameKind {
  const isCommon = (word: string) =>
    everydayWords.has(word) ||
    emptyNames.has(word) ||
    placeNames.has(word) ||
    trades.has(word) ||
    word.length <= 2
  return words.every(isCommon) ? 'phrase' : 'sure'
}

/** Up to four capitals: `CVS`. */
export function isAbbreviation(name: string): boolean {
  return name.length <= LETTERS_MAX && /^[A-Z0-9]+$/.test(name)
}

/** An abbreviation that is not mostly somebody else's. */
export function isOwnAbbreviation(ticker: string): boolean {
  return !abbreviations.has(ticker.toLowerCase())
}

/** True where a bare ticker, in capitals, is its company: `MSFT`, but neither `ICE` nor `WELL`. */
export function isTellingTicker(ticker: string): boolean {
  const plain = ticker.toLowerCase()
  const isWord = everydayWords.has(plain) || seldomWords.has(plain) || familyNames.has(plain)
  return (
    /^[A-Z]+$/.test(ticker) && ticker.length >= TELLING_MIN && !isWord && !abbreviations.has(plain)
  )
}

/** True where a ticker is the first letters of a name's words: `IBM`, `AIG` with its `Group`. */
export function isInitials(ticker: string, official: string): boolean {
  const core = coreOf(official).filter((word) => !/^(?:&|and|of|the|de)$/i.test(word))
  const initials = core.map((word) => word[0]?.toUpperCase() ?? '').join('')
  const whole = /\bgroup\b/i.test(official) ? `${initials}G` : initials
  const is = ticker === initials || ticker === whole
  return is && core.length > 1 && !abbreviations.has(ticker.toLowerCase())
}
