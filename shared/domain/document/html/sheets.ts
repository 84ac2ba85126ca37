/** What a page's own style sheets hide or veil, by rules that end in a class or an id: which is what hiding takes. */

import { coloursLetters, hides, veils } from './hidden.ts'
import { readSelectors, type Compound } from './selectors.ts'
import { rulesIn } from './rules-in.ts'

/** Of all sheets of a page; more is not looked at. */
const SHEET_CHARACTERS_MAX = 500_000
const SHOWN = /(?:^|;)\s*display\s*:\s*(?!none)/i
/** Rules that may end in one name, the newest; a page has no more for it. */
const RULES_MAX = 50
/** Names of one element that are looked at. */
const NAMES_MAX = 100
/** Comparisons of an element and a part of a rule, of a page; then its sheets count no more. */
const LOOKS_MAX = 1_000_000

/** What a sheet may hide until the page has run, and is the page all the same. */
const IS_PAGE = new Set(['html', 'body', 'main', 'article'])

/** An element as a rule looks at it. */
type Styled = {
  name: string
  attributes: { class?: string; id?: string }
  parent: Styled | null
}
/** `veiled`: it stands there, and its letters cannot be told from what they stand on. */
type Look = 'hidden' | 'shown' | 'veiled' | 'seen'
/** Compounds from the element outwards; of two rules the heavier counts, of equal ones the later. */
type Rule = { path: readonly Compound[]; weight: number; place: number; looks: Look[] }

type SheetLooks = {
  /** Whether an element that opens, perhaps a sheet itself, is hidden or veiled by a sheet before it. */
  of(element: Styled): { isHidden: boolean; isVeiled: boolean }
  /** Takes what stands in a sheet; false elsewhere. */
  takes(text: string): boolean
  close(name: string): void
}

const PLAIN = { isHidden: false, isVeiled: false }

/** Reads sheets as they come. */
export function sheetLooks(): SheetLooks {
  const rules = new Map<string, Rule[]>()
  const fit = openFit()
  let [left, place] = [SHEET_CHARACTERS_MAX, 0]
  let sheet: string | undefined
  const note = (selectors: string, style: string) => {
    const looks = looksOf(style)
    if (looks.length === 0) return
    for (const { path, weight } of readSelectors(selectors)) {
      const key = path[0]?.names[0]
      if (key === undefined) continue
      const those = rules.get(key) ?? []
      those.push({ path, weight, looks, place: (place += 1) })
      rules.set(key, those.slice(-RULES_MAX))
    }
  }
  return {
    of(element) {
      if (element.name === 'style') sheet = ''
      if (rules.size === 0 || IS_PAGE.has(element.name) || fit.isSpent()) return PLAIN
      const those = [...fit.namesOf(element)].flatMap((key) => rules.get(key) ?? [])
      return lookOf(those.filter(({ path }) => fit.fits(path, element)))
    },
    takes(text) {
      if (sheet === undefined) return false
      sheet += text
      return true
    },
    close(name) {
      if (name !== 'style' || sheet === undefined) return
      for (const [selectors, style] of rulesIn(sheet.slice(0, left))) note(selectors, style)
      left = Math.max(0, left - sheet.length)
      sheet = undefined
    },
  }
}

/** The strongest rule counts, of hiding and of veiling each. */
function lookOf(rules: Rule[]): typeof PLAIN {
  if (rules.length === 0) return PLAIN
  const looks = rules
    .sort((a, b) => a.weight - b.weight || a.place - b.place)
    .flatMap((rule) => rule.looks)
  const isHidden = looks.findLast((look) => look === 'hidden' || look === 'shown') === 'hidden'
  const isVeiled = looks.findLast((look) => look === 'veiled' || look === 'seen') === 'veiled'
  return { isHidden, isVeiled }
}

function looksOf(style: string): Look[] {
  const looks: Look[] = []
  if (hides(style)) looks.push('hidden')
  else if (SHOWN.test(style)) looks.push('shown')
  if (veils(style)) looks.push('veiled')
  else if (coloursLetters(style)) looks.push('seen')
  return looks
}

/** Compares elements with rules, a page's worth of times. */
function openFit() {
  const known = new WeakMap<Styled['attributes'], ReadonlySet<string>>()
  let left = LOOKS_MAX
  const namesOf = ({ attributes }: Styled): ReadonlySet<string> => {
    const found = known.get(attributes)
    if (found) return found
    const { class: classes, id } = attributes
    const named = classes?.split(/\s+/, NAMES_MAX).map((one) => `.${one}`) ?? []
    const names = new Set(id === undefined ? named : [...named, `#${id}`])
    known.set(attributes, names)
    return names
  }
  const isOf = ({ tag, names }: Compound, element: Styled): boolean => {
    left -= 1
    if (tag !== '' && tag !== element.name) return false
    const own = names.length === 0 ? undefined : namesOf(element)
    return own === undefined || names.every((name) => own.has(name))
  }
  return {
    namesOf,
    isSpent: () => left <= 0,
    fits(path: readonly Compound[], element: Styled): boolean {
      let at: Styled | null = element
      for (const [place, compound] of path.entries()) {
        const mustBeNext = place === 0 || path[place - 1]!.isChild
        while (at && !isOf(compound, at)) {
          if (mustBeNext || left <= 0) return false
          at = at.parent
        }
        if (!at) return false
        at = at.parent
      }
      return true
    },
  }
}
