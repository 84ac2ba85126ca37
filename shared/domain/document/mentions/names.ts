/** The names a company goes by, out of the one an official list gives it. */

import { everydayWords, seldomWords } from './words/everyday.ts'
import { droppedForms, emptyNames, placeNames, trades } from './words/firms.ts'
import { familyNames, givenNames } from './words/people.ts'
import { straight } from './spelling.ts'

/** A name, and whether it is the whole one or what is left when a part of it is dropped. */
export type OfficialName = { text: string; whole: boolean }

const SHORT_MIN = 4

/**
 * What an official name says of its company: `BERKSHIRE HATHAWAY INC /DE/` is `BERKSHIRE HATHAWAY`,
 * `Walt Disney Company (The)` is `Walt Disney` and `Disney`, `SCHWAB CHARLES CORP` is
 * `CHARLES SCHWAB`. Nothing comes of words that name nothing alone, such as `General`.
 */
export function namesOf(official: string): OfficialName[] {
  const core = coreOf(official)
  if (core.length === 0) return []
  const names: OfficialName[] = [{ text: core.join(' '), whole: true }]
  const turned = surnameLast(core)
  if (turned) names.push({ text: turned.join(' '), whole: true })
  for (const short of shortNames(turned ?? core)) names.push({ text: short, whole: false })
  return names.filter(({ text }, place) => names.findIndex((one) => one.text === text) === place)
}

/** The words of an official name without its legal forms, state, class and brackets. */
export function coreOf(official: string): string[] {
  const bare = straight(official)
    .replace(/^(.+?) \((?!the\b|class\b|cl\b|series\b)([\p{L} .]+)\)$/iu, '$2 $1')
    .replace(/\([^)]*\)/g, ' ')
    .replace(/\s*[/\\]\s*\p{L}{2,4}\s*[/\\]?\s*$/u, ' ')
    .replace(/,? ?\b(?:class|cl|series|ser\.?) [a-d]\b.*$/i, ' ')
    .replace(/,? ?\b(?:common|ordinary) (?:stock|shares?)\b.*$/i, ' ')
    .replace(/\bpublic ltd co\b.*$/i, ' ')
    .replace(/\.com\b/i, ' com')
    // `N.V.` is a form as `NV` is.
    .replace(/\b\p{L}\.(?:\p{L}\.)+/gu, (dotted) => dotted.replaceAll('.', ''))
  const words = bare.split(/[\s,/\\]+/).filter((word) => /[\p{L}\p{N}&]/u.test(word))
  const named = words.filter((word, place) => place > 0 || plain(word) !== 'the')
  while (named.length > 1 && isDropped(named.at(-1) ?? '')) named.pop()
  while (named.length > 1 && /^(?:&|and)$/i.test(named.at(-1) ?? '')) named.pop()
  return named.map((word) => word.replace(/[.,;:]+$/, ''))
}

function isDropped(word: string): boolean {
  return droppedForms.has(plain(word)) || /^(?:&|and)$/i.test(word)
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9&]/g, '')
}

/** The SEC files people's companies by family name: `HUNT J B TRANSPORT SERVICES`. */
function surnameLast(core: readonly string[]): string[] | undefined {
  const [surname = '', ...rest] = core
  const initials = rest.findIndex((word) => !/^\p{L}\.?$/u.test(word))
  const count = initials < 0 ? rest.length : initials
  if (count >= 1 && surname.length > 2 && !givenNames.has(plain(surname))) {
    const given = rest.slice(0, count)
    const rowe = core.length === 3 && count === 1
    return rowe ? [...rest, surname] : [...given, surname, ...rest.slice(count)]
  }
  const isPair = core.length === 2 && !givenNames.has(plain(surname))
  return isPair && givenNames.has(plain(rest[0] ?? '')) ? [...rest, surname] : undefined
}

/** Names of which a part is dropped, where what is left still tells who is meant. */
function shortNames(core: readonly string[]): string[] {
  const kept = [...core]
  const short: string[] = []
  while (kept.length > 1 && trades.has(plain(kept.at(-1) ?? ''))) {
    kept.pop()
    while (/^(?:&|and|of)$/i.test(kept.at(-1) ?? '')) kept.pop()
    if (kept.length > 0 && names(kept)) short.push(kept.join(' '))
  }
  const [first = '', second = ''] = kept
  if (kept.length > 1) {
    // `Goldman Sachs` is Goldman, `Lockheed Martin` Lockheed; `Walt Disney` and `Eli Lilly` the other way round.
    const given = givenNames.has(plain(first)) || /^\p{L}{2}$/u.test(first)
    if (given && kept.length === 2 && isRare(second)) short.push(second)
    else if (!/[-&]/.test(first) && isRare(first) && !/^(?:&|and)$/i.test(second)) short.push(first)
    if (kept.length > 2 && !/^(?:&|and|of|de)$/i.test(second) && !/&|^and$/i.test(kept[2] ?? ''))
      short.push(...twoWords(first, second))
  }
  const hyphen = /^(\p{L}+)[-–]/u.exec(first)?.[1]
  if (hyphen && isRare(hyphen)) short.push(hyphen)
  return short
}

function twoWords(first: string, second: string): string[] {
  const tells = isRare(first) || isRare(second)
  return tells || seldomWords.has(plain(first)) ? [`${first} ${second}`] : []
}

/** Several words, or one that is not in every other name. */
function names(words: readonly string[]): boolean {
  const keys = words.map(plain)
  const [only = ''] = keys
  // `Jack Henry` names a firm, `Jack` and `Henry` nobody.
  if (keys.length > 1) return givenNames.has(only) || !keys.every((key) => emptyNames.has(key))
  if (emptyNames.has(only) || placeNames.has(only)) return false
  return seldomWords.has(only) || !familyNames.has(only)
}

function canStandAlone(word: string): boolean {
  const key = plain(word)
  if (seldomWords.has(key)) return true
  return (
    !emptyNames.has(key) && !placeNames.has(key) && !familyNames.has(key) && !everydayWords.has(key)
  )
}

/** A word that is nobody's but the company's. */
function isRare(word: string): boolean {
  const key = plain(word)
  return key.length >= SHORT_MIN && canStandAlone(word) && !givenNames.has(key) && !trades.has(key)
}
