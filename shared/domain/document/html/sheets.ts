/** What a page's own style sheets hide or veil, by rules that end in a class or an id: which is what hiding takes. */

import { coloursLetters, hides, veils } from './hidden.ts'

/** Of all sheets of a page; more is not looked at. */
const SHEET_CHARACTERS_MAX = 500_000
/** Blocks whose rules count for every screen. */
const FOR_ALL = /^@(?:media\s+(?:all|screen)|layer\b[^;]*|supports\b.*)$/i
const SHOWN = /(?:^|;)\s*display\s*:\s*(?!none)/i
/** A tag, or none, with classes and ids; nothing that depends on state or place among others. */
const COMPOUND = /^(?:\*|[a-z][\w-]*)?(?:[.#][\w-]+)*$/i
const NAMES = /[.#][\w-]+/g
/** Rules that may end in one name; a page has no more for it. */
const RULES_MAX = 50

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
/** Compounds from the element outwards; `isChild` where the next one must be its very parent. */
type Rule = { path: { tag: string; names: string[]; isChild: boolean }[]; looks: Look[] }

type SheetLooks = {
  /** Whether an element that opens, perhaps a sheet itself, is hidden or veiled by a sheet before it. */
  of(element: Styled): { isHidden: boolean; isVeiled: boolean }
  /** Takes what stands in a sheet; false elsewhere. */
  takes(text: string): boolean
  close(name: string): void
}

const PLAIN = { isHidden: false, isVeiled: false }

/** Reads sheets as they come; a later rule that shows what an earlier one hid counts. */
export function sheetLooks(): SheetLooks {
  const rules = new Map<string, Rule[]>()
  let left = SHEET_CHARACTERS_MAX
  let sheet: string | undefined
  const note = (selectors: string, style: string) => {
    const looks = looksOf(style)
    if (looks.length === 0) return
    for (const selector of selectors.split(',')) {
      const path = pathOf(selector.trim())
      const key = path?.[0]?.names[0]
      if (path === undefined || key === undefined) continue
      const those = rules.get(key) ?? []
      if (those.length < RULES_MAX) rules.set(key, [...those, { path, looks }])
    }
  }
  return {
    of(element) {
      if (element.name === 'style') sheet = ''
      if (rules.size === 0 || IS_PAGE.has(element.name)) return PLAIN
      const those = namesOf(element).flatMap((key) => rules.get(key) ?? [])
      return lookOf(those.filter(({ path }) => fits(path, element)))
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

/** The last rule counts, of hiding and of veiling each. */
function lookOf(rules: readonly Rule[]): typeof PLAIN {
  const looks = rules.flatMap((rule) => rule.looks)
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

/** Undefined for a selector that is not made of tags, classes and ids alone. */
function pathOf(selector: string): Rule['path'] | undefined {
  const words = selector
    .replace(/\s*>\s*/g, ' >')
    .split(/\s+/)
    .toReversed()
  const path = words.map((word, place) => {
    const compound = word.replace(/^>/, '')
    if (compound === '' || !COMPOUND.test(compound)) return undefined
    const tag = (/^[a-z][\w-]*/i.exec(compound)?.[0] ?? '').toLowerCase()
    const isChild = word.startsWith('>') && place < words.length - 1
    return { tag, names: compound.match(NAMES) ?? [], isChild }
  })
  return path.every((one) => one !== undefined) ? path : undefined
}

function fits(path: Rule['path'], element: Styled): boolean {
  let at: Styled | null = element
  for (const [place, compound] of path.entries()) {
    const mustBeNext = place === 0 || path[place - 1]!.isChild
    while (at && !isOf(compound, at)) {
      if (mustBeNext) return false
      at = at.parent
    }
    if (!at) return false
    at = at.parent
  }
  return true
}

function isOf({ tag, names }: Rule['path'][number], element: Styled): boolean {
  if (tag !== '' && tag !== element.name) return false
  const own = names.length === 0 ? [] : namesOf(element)
  return names.every((name) => own.includes(name))
}

function namesOf({ attributes: { class: classes, id } }: Styled): string[] {
  const named = classes?.split(/\s+/).map((one) => `.${one}`) ?? []
  return id === undefined ? named : [...named, `#${id}`]
}

/** Selectors and declarations of rules that count on every screen, in order. */
function* rulesIn(css: string): Generator<[string, string]> {
  const plain = css.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, '')
  const brace = /[{}]/g
  let [from, skipped] = [0, 0]
  let selectors: string | undefined
  for (let found = brace.exec(plain); found; found = brace.exec(plain)) {
    const whole = plain.slice(from, found.index)
    from = found.index + 1
    if (found[0] === '}') {
      if (skipped > 0) skipped -= 1
      else if (selectors !== undefined) yield [selectors, whole]
      selectors = undefined
    } else if (skipped > 0) skipped += 1
    else {
      const head = (whole.split(';').at(-1) ?? '').trim()
      if (!head.startsWith('@')) selectors = head
      else if (!FOR_ALL.test(head)) skipped = 1
    }
  }
}
