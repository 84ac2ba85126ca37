/**
 * The part of a page that is its article.
 *
 * Each block of text is worth its length where it is prose, and costs where it is links. A part is
 * worth what its blocks are. From the body down, the child that holds most of its parent's worth is
 * taken, until the worth stands in several children: they are the parts of one text, and each is
 * kept that reads like prose. Blocks that only furnish it are left out at last.
 */

import { blocksOf, elementsOf, type Block, type Range } from './blocks.ts'
import { furnitureTest, classAndId } from './furniture.ts'
import { trimBlocks } from './trim.ts'
import type { Element } from './tree.ts'

const PARAGRAPH_CHARS = 25
const LINKED_MAX = 0.5
const PARAGRAPH_ALONE = 60
/** Longer prose counts in full wherever it stands. */
const LONE_MAX = 600
/** A child that holds so much of its parent's worth is where the article is. */
const DESCENT = 0.85
const NAMED_BODY =
  /(?:^|[-_ ])(?:article|story|entry|post|news|content)-?_?(?:body|text|content|copy)(?=$|[-_ ])|articlebody|storybody|(?:^|[-_ ])(?:body-?(?:copy|text|content)|e-content|entry|hentry|maincontent|text-?body)(?=$|[-_ ])/i

type Candidates = { blocks: Block[]; ranges: Map<Element, Range>; worth: Float64Array }

/** Blocks of the article; all readable blocks where no part stands out. Veiled parts are left out. */
export function articleBlocks(root: Element, title: string, withVeiled = false): Block[] {
  const body = bodyOf(root)
  const strict = pickBlocks(body, furnitureTest(body, { strict: true, withVeiled }), title)
  if (sizeOf(strict) >= 500) return strict
  const loose = pickBlocks(body, furnitureTest(body, { strict: false, withVeiled }), title)
  const best = sizeOf(loose) > 1.5 * sizeOf(strict) ? loose : strict
  if (best.length > 0) return best
  const all = blocksOf(body, furnitureTest(body, { strict: false, withVeiled }))
  return all.filter(({ text, linked }) => linked <= LINKED_MAX * text.length)
}

function bodyOf(root: Element): Element {
  for (const element of elementsOf(root)) if (element.name === 'body') return element
  return root
}

function pickBlocks(body: Element, skip: (element: Element) => boolean, title: string): Block[] {
  const ranges = new Map<Element, Range>()
  const blocks = blocksOf(body, skip, { ranges })
  ranges.set(body, [0, blocks.length])
  const worth = new Float64Array(blocks.length + 1)
  const own = blocks.map(worthOf)
  for (const [index, value] of own.entries()) {
    const near = Math.max(own[index - 1] ?? 0, own[index + 1] ?? 0)
    // Prose stands beside prose; a teaser stands alone between links.
    const isLone = value > 0 && value < LONE_MAX && near < PARAGRAPH_CHARS
    worth[index + 1] = (worth[index] ?? 0) + (isLone ? value * 0.3 : value)
  }
  const candidates = { blocks, ranges, worth }
  const best = descend(mostWorth(body, candidates), candidates)
  const isKept = new Uint8Array(blocks.length)
  keepParts(best, candidates, isKept)
  keepLike(best, body, candidates, isKept)
  keepLead(candidates, isKept, own, title)
  return trimBlocks(blocks, isKept, title)
}

/** Say more in a character than letters do. */
const IDEOGRAPHS = /[\u3041-\u30ff\u3400-\u9fff]{5}/

/** What a block adds to the part it stands in: its prose, less its links. */
function worthOf({ text, element, linked }: Block): number {
  const density = IDEOGRAPHS.test(text) ? 2.5 : 1
  const length = text.length * density
  if (linked > LINKED_MAX * text.length) return -Math.min(60, 10 + linked / 2)
  if (length < PARAGRAPH_CHARS) return -4
  const commas = Math.min(length / 40, countOf(text))
  const isProse = length >= 80 / density || /[.!?。！？…:;"”»)]$/.test(text)
  const base = isProse ? length + 12 * commas : length * 0.4
  return base - linked * (element.name === 'li' ? 2 : 1)
}

function countOf(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 0x2c || code === 0x60c || code === 0x3001 || code === 0xff0c) count += 1
  }
  return count
}

function worthBelow(element: Element, { ranges, worth }: Candidates): number {
  const range = ranges.get(element)
  return range ? (worth[range[1]] ?? 0) - (worth[range[0]] ?? 0) : 0
}

function mostWorth(body: Element, candidates: Candidates): Element {
  let [best, most] = [body, worthBelow(body, candidates)]
  for (const element of candidates.ranges.keys()) {
    const own = worthBelow(element, candidates)
    // A paragraph by itself is the text only where no part of the page is.
    if (own > most && (canHold(element) || most < PARAGRAPH_ALONE)) [best, most] = [element, own]
  }
  return best
}

function descend(body: Element, candidates: Candidates): Element {
  let [element, worth] = [body, worthBelow(body, candidates)]
  for (;;) {
    let best: Element | undefined
    let most = Number.NEGATIVE_INFINITY
    for (const child of blockChildren(element, candidates)) {
      const own = worthBelow(child, candidates)
      const named = NAMED_BODY.test(classAndId(child.attributes)) || isMarked(child) ? 1.15 : 1
      if (own * named > most) [best, most] = [child, own * named]
    }
    if (!best || !canHold(best) || most < DESCENT * worth) return element
    element = best
    worth = worthBelow(best, candidates)
  }
}

function isMarked({ name, attributes }: Element): boolean {
  return name === 'article' || name === 'main' || attributes['itemprop'] === 'articleBody'
}

function canHold({ name }: Element): boolean {
  return !/^(?:p|h[1-6]|li|pre|blockquote|ul|ol|dl|figure)$/.test(name)
}

/** The nearest block elements below one. */
function* blockChildren(element: Element, candidates: Candidates): Generator<Element> {
  const stack: Element[] = [element]
  for (let next = stack.pop(); next; next = stack.pop()) {
    for (const child of next.children) {
      if (typeof child === 'string') continue
      if (candidates.ranges.has(child)) yield child
      else if (child.size > 0 && child.children.length > 0) stack.push(child)
    }
  }
}

/** Keeps the children that read like prose, and what stands in the part itself. */
function keepParts(element: Element, candidates: Candidates, isKept: Uint8Array): void {
  const [from, to] = candidates.ranges.get(element) ?? [0, 0]
  isKept.fill(1, from, to)
  for (const child of blockChildren(element, candidates)) {
    if (!canHold(child) || worthBelow(child, candidates) > 0) continue
    if (child.name === 'table' && child.linked < LINKED_MAX * child.size) continue
    const [first, end] = candidates.ranges.get(child) ?? [0, 0]
    isKept.fill(0, first, end)
  }
}

const LEVELS = 4

/** Keeps parts of the same kind that stand beside the best one, or beside what holds it. */
function keepLike(best: Element, body: Element, candidates: Candidates, isKept: Uint8Array): void {
  let branch = best
  for (let level = 0; level < LEVELS && branch !== body; level += 1) {
    const parent = branch.parent
    if (!parent) return
    if (branch.name === 'article' || branch.name === 'li') return
    const kind = kindOf(branch)
    for (const sibling of parent.children) {
      if (typeof sibling === 'string' || sibling === branch || kindOf(sibling) !== kind) continue
      if (kind !== 'section' && classAndId(sibling.attributes) === '') continue
      if (worthBelow(sibling, candidates) > 150) keepParts(sibling, candidates, isKept)
    }
    branch = parent
  }
}

/** Numbers apart, parts of one text are called alike. */
function kindOf({ name, attributes }: Element): string {
  return name === 'section' ? name : `${name} ${(attributes['class'] ?? '').replace(/\d+/g, '')}`
}

const LEAD_BLOCKS = 12

/** Keeps the prose between the title and the text: what leads into it often stands by itself. */
function keepLead(
  { blocks }: Candidates,
  isKept: Uint8Array,
  own: readonly number[],
  title: string,
): void {
  const first = isKept.indexOf(1)
  for (let at = first - 1; at >= 0 && at >= first - LEAD_BLOCKS; at -= 1) {
    const block = blocks[at]
    if (!block || !/^h[12]$/.test(block.element.name)) continue
    if (block.element.name === 'h2' && block.text !== title) continue
    for (let lead = at + 1; lead < first; lead += 1) if ((own[lead] ?? 0) > 60) isKept[lead] = 1
    return
  }
}

export function sizeOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { text }) => sum + text.length, 0)
}
