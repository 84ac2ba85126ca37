/** Selectors of a style sheet that are made of tags, classes and ids alone: those an element can be held against. */

/** `isChild` where the next one outwards must be its very parent. */
export type Compound = { tag: string; names: string[]; isChild: boolean }
/** Compounds from the element outwards; `weight` as CSS weighs selectors: ids, then classes, then tags. */
export type Selector = { path: Compound[]; weight: number }

const LIST_MAX = 20_000
const SELECTOR_MAX = 200
const COMPOUNDS_MAX = 8
/** Strings, and what stands in brackets: commas there part nothing. */
const APART = /"[^"]*"|'[^']*'|\([^()]*\)|\[[^[\]]*\]/g
/** A tag, or none, with classes and ids; nothing that depends on state or place among others. */
const COMPOUND = /^(?:\*|[a-z][\w-]*)?(?:[.#][\w-]+)*$/i
const NAMES = /[.#][\w-]+/g

/** Those of a list that can be read; others hide nothing here. */
export function readSelectors(list: string): Selector[] {
  if (list.length > LIST_MAX) return []
  // Brackets stand in brackets: what is left after three rounds is read by nobody.
  const plain = [1, 2, 3].reduce((text) => text.replace(APART, '\u0001'), list)
  return plain.split(',').flatMap((one) => readSelector(one.trim()) ?? [])
}

function readSelector(selector: string): Selector | undefined {
  if (selector.length > SELECTOR_MAX) return undefined
  const words = selector.replace(/\s+/g, ' ').replace(/ ?> ?/g, ' >').split(' ').toReversed()
  if (words.length > COMPOUNDS_MAX) return undefined
  const path: Compound[] = []
  let weight = 0
  for (const word of words) {
    const compound = word.replace(/^>/, '')
    if (compound === '' || !COMPOUND.test(compound)) return undefined
    const tag = (/^[a-z][\w-]*/i.exec(compound)?.[0] ?? '').toLowerCase()
    const names: string[] = compound.match(NAMES) ?? []
    path.push({ tag, names, isChild: word.startsWith('>') })
    const ids = names.filter((name) => name.startsWith('#')).length
    weight += ids * 1e6 + (names.length - ids) * 1e3 + (tag === '' ? 0 : 1)
  }
  return { path, weight }
}
