/**
 * The part of a page that is its article.
 *
 * Each paragraph votes for its ancestors: one point, one for each comma, one for each 100
 * characters up to three; in full for its parent, half for the next, then a third, a quarter. Names of
 * classes weigh in, text that is links weighs less. The winner is kept, with neighbours that read
 * like it, without what only furnishes a page.
 */

import { blocksOf, elementsOf, textOf, type Block } from './blocks.ts'
import type { Element } from './tree.ts'

const FURNITURE_NAMES = new Set(['nav', 'aside', 'footer', 'menu', 'dialog'])
const FURNITURE_ROLES =
  /^(?:menu|menubar|complementary|navigation|alert|alertdialog|dialog|banner|contentinfo|search)$/
const UNLIKELY =
  /-ad-|banner|breadcrumb|combx|comment|community|cover-wrap|disqus|extra|footer|gdpr|header-|legends|menu|related|remark|replies|rss|shoutbox|sidebar|skyscraper|social|sponsor|supplemental|ad-break|agegate|pagination|pager|popup|yom-remote|newsletter|promo|recirc|most-?(?:read|popular|viewed)|share|subscribe|cookie|consent|toolbar|outbrain|taboola|trending|sign-?up|login|print-?only|byline|author-(?:bio|box|card)|story-?meta|timestamp|gallery-nav|hidden|tags?-list|utility|masthead/i
const MAYBE = /and|article|body|column|content|main|shadow|entry|story|post|text/i
const POSITIVE = /article|body|content|entry|hentry|h-entry|main|page|post|text|blog|story/i
const NEGATIVE =
  /hidden|^hid$| hid |banner|combx|comment|com-|contact|footer|gdpr|masthead|media|meta|outbrain|promo|related|scroll|share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|widget|caption|byline/i

const PARAGRAPH_CHARS = 25
const ANCESTORS = [1, 1 / 2, 1 / 3, 1 / 4]
const LINKED_MAX = 0.5
/** Characters looked through for links; parts in parts are looked through again. */
const WALKED_MAX = 8_000_000

/** Blocks of the article; all readable blocks where no part stands out. */
export function articleBlocks(root: Element): Block[] {
  const body = [...elementsOf(root)].find(({ name }) => name === 'body') ?? root
  const strict = pickBlocks(body, isUnlikely)
  if (sizeOf(strict) >= 500) return strict
  const loose = pickBlocks(body, isFurniture)
  return sizeOf(loose) > 1.5 * sizeOf(strict) ? loose : strict
}

function pickBlocks(body: Element, skip: (element: Element) => boolean): Block[] {
  const blocks = blocksOf(body, skip)
  const scores = vote(blocks)
  let best: { element: Element; score: number } | undefined
  let walked = 0
  for (const [element, points] of scores) {
    const below = walked < WALKED_MAX ? blocksOf(element, skip) : []
    walked += sizeOf(below) + below.length
    const score = points * (1 - linkedShare(below))
    if (!best || score > best.score) best = { element, score }
  }
  if (!best) return blocks.filter(reads)
  const top = widen(best, scores)
  const kept = [...siblingsLike(top.element, top.score, scores)].flatMap((element) =>
    blocksOf(element, skip),
  )
  return kept.filter(reads)
}

function vote(blocks: readonly Block[]): Map<Element, number> {
  const scores = new Map<Element, number>()
  for (const { text, element, linked } of blocks) {
    if (text.length < PARAGRAPH_CHARS || linked > LINKED_MAX * text.length) continue
    const points = 1 + (text.match(/[,،、，]/g)?.length ?? 0) + Math.min(3, text.length / 100)
    let ancestor = element.name === 'div' || element.name === 'section' ? element : element.parent
    for (const share of ANCESTORS) {
      if (!ancestor || ancestor.name === 'root' || ancestor.name === 'html') break
      scores.set(ancestor, (scores.get(ancestor) ?? nameWeight(ancestor)) + points * share)
      ancestor = ancestor.parent
    }
  }
  return scores
}

/** Climbs while a parent scores at least as well: its other children are parts of the same text. */
function widen(best: { element: Element; score: number }, scores: Map<Element, number>) {
  let { element } = best
  while (element.parent && (scores.get(element.parent) ?? 0) >= best.score) element = element.parent
  const parent = element.parent
  if (element.name !== 'body' && parent && /^(?:article|main)$/.test(parent.name)) element = parent
  return { element, score: best.score }
}

function* siblingsLike(
  top: Element,
  score: number,
  scores: Map<Element, number>,
): Generator<Element> {
  const threshold = Math.max(10, score * 0.2)
  const family = top.parent && top.name !== 'body' ? top.parent.children : [top]
  for (const sibling of family) {
    if (typeof sibling === 'string') continue
    const bonus =
      sibling.attributes['class'] && sibling.attributes['class'] === top.attributes['class']
        ? score * 0.2
        : 0
    if (sibling === top || (scores.get(sibling) ?? 0) + bonus >= threshold) yield sibling
    else if (sibling.name === 'p' && isProse(sibling)) yield sibling
  }
}

function isProse(element: Element): boolean {
  const text = textOf(element)
  const linked = linkedShare(blocksOf(element))
  return text.length > 80
    ? linked < 0.25
    : text.length > 0 && linked === 0 && /\.(?:\s|$)/.test(text)
}

function nameWeight({ name, attributes }: Element): number {
  let weight =
    name === 'article' || name === 'main'
      ? 10
      : name === 'div'
        ? 5
        : /^(?:pre|td|blockquote)$/.test(name)
          ? 3
          : /^(?:ol|ul|dl|form|address|th|h\d)$/.test(name)
            ? -3
            : 0
  for (const word of [attributes['class'], attributes['id']]) {
    if (!word) continue
    if (NEGATIVE.test(word)) weight -= 25
    if (POSITIVE.test(word)) weight += 25
  }
  if (attributes['itemprop'] === 'articleBody') weight += 50
  return weight
}

function isFurniture({ name, attributes }: Element): boolean {
  return FURNITURE_NAMES.has(name) || FURNITURE_ROLES.test(attributes['role'] ?? '')
}

function isUnlikely(element: Element): boolean {
  if (isFurniture(element)) return true
  const { name, attributes } = element
  if (/^(?:body|html|article|main|h1|a|p|span|em|b|i|strong)$/.test(name)) return false
  const words = `${attributes['class'] ?? ''} ${attributes['id'] ?? ''}`
  return words.length > 1 && UNLIKELY.test(words) && !MAYBE.test(words)
}

function reads({ text, element, linked }: Block): boolean {
  if (linked > LINKED_MAX * text.length) return text.length > 200 && element.name === 'p'
  return element.name !== 'h1'
}

function linkedShare(blocks: readonly Block[]): number {
  let [linked, all] = [0, 0]
  for (const block of blocks) {
    linked += block.linked
    all += block.text.length
  }
  return all === 0 ? 0 : linked / all
}

function sizeOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { text }) => sum + text.length, 0)
}
