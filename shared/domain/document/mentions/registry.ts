/** The names of tracked companies, compiled once for each version of them. */

import {
  cautions,
  isPlainTicker,
  withoutLegalForm,
  type Caution,
  type TrackedCompany,
} from './companies.ts'

type Name = {
  text: string
  company: TrackedCompany
  caution: Caution | undefined
  bareTicker: boolean
}

export type Registry = {
  companies: readonly TrackedCompany[]
  byTicker: ReadonlyMap<string, TrackedCompany>
  /** Companies by their ticker up to its point: `BRK` of `BRK.B`; longest ticker first. */
  byTickerWord: ReadonlyMap<string, readonly TrackedCompany[]>
  /** Names by their first word, longest first. */
  byFirstWord: ReadonlyMap<string, readonly Name[]>
}

const CAPITALS_MIN = 5
/** A run of letters and digits. */
export const WORD = /[\p{L}\p{N}]+/gu

/** Compiles companies into what `findMentions` needs; the first company to claim a name keeps it. */
export function compileRegistry(companies: readonly TrackedCompany[]): Registry {
  const sorted = [...companies].sort((a, b) => (a.ticker < b.ticker ? -1 : 1))
  const names = new Map<string, Name>()
  const claim = (text: string, company: TrackedCompany, bareTicker: boolean) => {
    if (text.length < 2 || names.has(text)) return
    names.set(text, { text, company, caution: cautions[text], bareTicker })
  }
  for (const company of sorted) {
    for (const alias of company.aliases) claim(straight(alias), company, false)
  }
  for (const company of sorted) {
    claim(straight(company.legalName), company, false)
    claim(straight(withoutLegalForm(company.legalName)), company, false)
    if (isPlainTicker(company.ticker)) claim(company.ticker, company, true)
  }
  // `NVIDIA` is Nvidia; `TARGET` may be anything.
  for (const { text, company, caution } of Array.from(names.values())) {
    if (text.length >= CAPITALS_MIN && !caution) claim(text.toUpperCase(), company, false)
  }
  const byFirstWord = new Map<string, Name[]>()
  for (const name of names.values()) {
    const first = name.text.match(WORD)?.[0]
    if (first === undefined || !name.text.startsWith(first)) continue
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), name])
  }
  for (const list of byFirstWord.values()) list.sort((a, b) => b.text.length - a.text.length)
  const byTickerWord = new Map<string, TrackedCompany[]>()
  for (const company of sorted.toReversed()) {
    const word = company.ticker.split(/[.-]/)[0] ?? company.ticker
    byTickerWord.set(word, [...(byTickerWord.get(word) ?? []), company])
  }
  return {
    companies: sorted,
    byFirstWord,
    byTickerWord,
    byTicker: new Map(sorted.map((c) => [c.ticker, c])),
  }
}

/** Typographic apostrophes as straight ones; the length stays. */
export function straight(text: string): string {
  return text.replace(/[’‘]/g, "'")
}
