/** The names of tracked companies, compiled once for each version of them. */

import { cautions, type Caution, type TrackedCompany } from './companies.ts'
import {
  isAbbreviation,
  isInitials,
  isOwnAbbreviation,
  isTellingTicker,
  kindOf,
  type NameKind,
} from './kinds.ts'
import { coreOf, namesOf } from './names.ts'
import { keyOf, straight, WORD } from './spelling.ts'

/** One name of one company. */
export type KnownName = {
  key: string
  company: TrackedCompany
  kind: NameKind
  /** Given by a person or a file, rather than made out of the official name. */
  byHand: boolean
  /** Only a part of the official name. */
  short: boolean
  spelled: string
  /** Written so and not otherwise; other names only need their capitals. */
  exact: boolean
  caution: Caution | undefined
}

export type Registry = {
  companies: readonly TrackedCompany[]
  /** By any ticker of its securities. */
  byTicker: ReadonlyMap<string, TrackedCompany>
  /** Companies by a ticker up to its point: `BRK` of `BRK.B`; longest ticker first. */
  byTickerWord: ReadonlyMap<string, readonly { ticker: string; company: TrackedCompany }[]>
  /** Names by their key. */
  byKey: ReadonlyMap<string, KnownName>
  /** Every beginning of a key, so that a text is looked at no further than it may be a name. */
  beginnings: ReadonlySet<string>
  /** First words of names that are written small: `lululemon`. */
  small: ReadonlySet<string>
}

/** Compiles companies into what `findMentions` needs; a name that two would claim is nobody's. */
export function compileRegistry(companies: readonly TrackedCompany[]): Registry {
  const sorted = [...companies].sort((a, b) => (a.ticker < b.ticker ? -1 : 1))
  const byKey = new Map<string, KnownName>()
  claimByHand(byKey, sorted)
  claimOfficial(byKey, sorted)
  const beginnings = new Set<string>()
  for (const key of byKey.keys()) {
    for (let end = 1; end <= key.length; end += 1) beginnings.add(key.slice(0, end))
  }
  const small = new Set<string>()
  for (const { spelled } of byKey.values()) {
    const first = spelled.match(WORD)?.[0] ?? ''
    if (/^\p{Ll}{4,}$/u.test(first)) small.add(first)
  }
  return { companies: sorted, byKey, beginnings, small, ...tickersOf(sorted) }
}

/** What people gave comes before what is made of names; the first company keeps a name. */
function claimByHand(byKey: Map<string, KnownName>, companies: readonly TrackedCompany[]): void {
  for (const company of companies) {
    for (const alias of company.aliases) {
      const name = nameOf(company, alias, { byHand: true, short: false })
      if (name && !byKey.has(name.key)) byKey.set(name.key, name)
    }
  }
}

/** Whole names before parts of names; then tickers. A part that two companies share is dropped. */
function claimOfficial(byKey: Map<string, KnownName>, companies: readonly TrackedCompany[]): void {
  const whole = new Map<string, KnownName>()
  const short = new Map<string, KnownName | 'shared'>()
  for (const company of companies) {
    // As it stands, with its legal form, so that a mention reaches to its end.
    const official = { text: company.legalName, whole: true }
    const all = /[/\\()]/.test(company.legalName) ? [] : [official]
    for (const { text, whole: isWhole } of [...namesOf(company.legalName), ...all]) {
      const name = nameOf(company, text, { byHand: false, short: !isWhole })
      if (!name) continue
      if (isWhole && !whole.has(name.key)) whole.set(name.key, name)
      if (!isWhole && name.kind !== 'letters') claimShort(short, name)
    }
    for (const name of letterNames(company)) claimShort(short, name)
  }
  for (const [key, name] of whole) if (!byKey.has(key)) byKey.set(key, name)
  for (const [key, name] of short) if (name !== 'shared' && !byKey.has(key)) byKey.set(key, name)
}

function claimShort(short: Map<string, KnownName | 'shared'>, name: KnownName): void {
  const before = short.get(name.key)
  if (before === 'shared') return
  if (before === undefined || (before.company === name.company && before.kind === 'hint'))
    short.set(name.key, name)
  else if (before.company !== name.company) short.set(name.key, parentOf(before, name) ?? 'shared')
}

/** Of two companies with one short name it is that of whose ticker is the name, or begins the other's. */
function parentOf(one: KnownName, other: KnownName): KnownName | undefined {
  const [first, second] = [one.company.ticker, other.company.ticker]
  const isParent = (parent: string, child: string) =>
    parent.toLowerCase() === one.key ||
    (parent.length > 1 && child.length === parent.length + 1 && child.startsWith(parent))
  if (isParent(first, second)) return one
  return isParent(second, first) ? other : undefined
}

/** Names of letters: a ticker that tells, `IBM` of its initials, `P&G` of Procter & Gamble. */
function letterNames(company: TrackedCompany): KnownName[] {
  const names: KnownName[] = []
  const add = (text: string, kind: NameKind) => {
    const name = nameOf(company, text, { byHand: false, short: true })
    if (name) names.push({ ...name, kind, exact: true })
  }
  const { ticker } = company
  if (isTellingTicker(ticker)) add(ticker, 'ticker')
  else if (ticker.length > 2 && isOwnAbbreviation(ticker)) add(ticker, 'hint')
  if (isInitials(ticker, company.legalName)) add(ticker, ticker.length > 2 ? 'sure' : 'letters')
  const [one = '', and = '', other = '', more] = coreOf(company.legalName)
  if (and === '&' && more === undefined && one[0] && other[0])
    add(`${one[0]}&${other[0]}`, 'letters')
  return names
}

function nameOf(
  company: TrackedCompany,
  text: string,
  of: { byHand: boolean; short: boolean },
): KnownName | undefined {
  const spelled = straight(text).trim()
  const key = keyOf(spelled)
  if (key.length < 2 || !WORD_START.test(spelled)) return undefined
  const shouted = company.legalName === company.legalName.toUpperCase()
  // Of a name in capitals throughout nobody knows how it is written.
  const known = of.byHand || (!shouted && (of.short || spelled.length < 4))
  const exact = isAbbreviation(spelled) && (known || /\d/.test(spelled))
  return { key, company, ...of, spelled, exact, kind: kindOf(spelled), caution: cautions[key] }
}

const WORD_START = new RegExp(`^(?:${WORD.source})`, 'u')

function tickersOf(companies: readonly TrackedCompany[]) {
  const byTicker = new Map<string, TrackedCompany>()
  const byTickerWord = new Map<string, { ticker: string; company: TrackedCompany }[]>()
  const all = companies.flatMap((company) =>
    [company.ticker, ...(company.securities ?? [])].map((ticker) => ({ ticker, company })),
  )
  for (const one of all.sort((a, b) => b.ticker.length - a.ticker.length)) {
    if (byTicker.has(one.ticker)) continue
    byTicker.set(one.ticker, one.company)
    const word = one.ticker.split(/[.-]/)[0] ?? one.ticker
    byTickerWord.set(word, [...(byTickerWord.get(word) ?? []), one])
  }
  return { byTicker, byTickerWord }
}
