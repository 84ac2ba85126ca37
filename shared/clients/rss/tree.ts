/**
 * Reads the XML of a feed as far as it can be read, in one pass and within bounds.
 *
 * No fault of one item reaches another: what is closed nowhere ends where the next item begins, and
 * a text that breaks off gives all that was whole before. Entities are not unfolded.
 */

import { Parser } from 'htmlparser2'
import type { FeedElement } from './element.ts'
import { usualName, withDeclared, type Prefixes } from './namespaces.ts'

export type Item = { element: FeedElement; isWhole: boolean }

export type Tree = {
  /** The outermost element; undefined where there is none. */
  root: FeedElement | undefined
  /** Taken out of the tree, in their order. */
  items: Item[]
  /** False where the text ends before its outermost element, or a bound was reached. */
  isWhole: boolean
}

const DEPTH_MAX = 200
const ELEMENTS_MAX = 400_000
const ITEMS_MAX = 2_000
const NAME_MAX = 100

const ITEM = new Set(['item', 'entry'])
/** They hold text alone, so that another field's beginning ends one that nobody closed. */
const TEXT_ALONE = new Set(
  'title link guid id pubdate updated published category comments dc:date dc:creator'.split(' '),
)
const FIELDS = new Set([
  ...TEXT_ALONE,
  ...'description summary content content:encoded author enclosure source'.split(' '),
])

/** What no one closed may pile up in the reader below. */
const UNCLOSED_MAX = 1_000

class BoundReached extends Error {}

type Open = { element: FeedElement; written: string; prefixes: Prefixes; isItem: boolean }
type Reading = Tree & { open: Open[]; elements: number; unclosed: number; isOver: boolean }

/** @param url what addresses are relative to where the feed says nothing. */
export function readFeedTree(text: string, url: string): Tree {
  const reading: Reading = {
    root: undefined,
    items: [],
    isWhole: true,
    open: [],
    elements: 0,
    unclosed: 0,
    isOver: false,
  }
  const parser = new Parser(
    {
      onopentag: (written, attributes) =>
        begin(reading, { written, attributes: lowered(attributes), url, at: parser.startIndex }),
      ontext: (data) => reading.open.at(-1)?.element.children.push(data),
      onclosetag: (written, isImplied) => end(reading, written, isImplied, parser.endIndex + 1),
    },
    { xmlMode: true, decodeEntities: true },
  )
  try {
    parser.write(text)
    reading.isOver = true
    parser.end()
  } catch (fault) {
    if (!(fault instanceof BoundReached)) throw fault
    reading.isWhole = false
  }
  if (reading.open.length > 0) reading.isWhole = false
  while (reading.open.length > 0) endInnermost(reading, text.length, false)
  return reading
}

type Begun = { written: string; attributes: Record<string, string>; url: string; at: number }

function begin(reading: Reading, { written, attributes, url, at }: Begun): void {
  reading.elements += 1
  reading.unclosed += 1
  const tooMuch = reading.elements > ELEMENTS_MAX || reading.unclosed > UNCLOSED_MAX
  if (tooMuch || reading.open.length >= DEPTH_MAX || written.length > NAME_MAX)
    throw new BoundReached()
  const prefixes = withDeclared(reading.open.at(-1)?.prefixes ?? NO_PREFIXES, attributes)
  const name = usualName(written, prefixes)
  const isItem = ITEM.has(name)
  if (isItem) endItem(reading, at)
  else if (FIELDS.has(name) && TEXT_ALONE.has(reading.open.at(-1)?.element.name ?? ''))
    endInnermost(reading, at, true)
  if (isItem && reading.items.length >= ITEMS_MAX) throw new BoundReached()
  const parent = reading.open.at(-1)?.element
  const base = baseOf(attributes['xml:base'], parent?.base ?? url)
  const element: FeedElement = { name, attributes, children: [], base, start: at, end: at }
  if (!isItem) parent?.children.push(element)
  reading.root ??= element
  reading.open.push({ element, written, prefixes, isItem })
}

/** What an end tag ends: the innermost by that name, and what nobody closed inside of it. */
function end(reading: Reading, written: string, isImplied: boolean, at: number): void {
  reading.unclosed -= 1
  if (reading.isOver) return
  const { open } = reading
  const found = open.findLastIndex((each) => each.written === written)
  // An end that no tag tells of ends nothing but an empty element.
  if (found < 0 || (isImplied && found !== open.length - 1)) return
  while (open.length > found) endInnermost(reading, at, true)
}

function endItem(reading: Reading, at: number): void {
  const found = reading.open.findLastIndex(({ isItem }) => isItem)
  while (found >= 0 && reading.open.length > found) endInnermost(reading, at, true)
}

function endInnermost(reading: Reading, at: number, isWhole: boolean): void {
  const ended = reading.open.pop()
  if (!ended) return
  ended.element.end = at
  if (ended.isItem) reading.items.push({ element: ended.element, isWhole })
}

const NO_PREFIXES: Prefixes = new Map()

function baseOf(own: string | undefined, outside: string): string {
  return own !== undefined && URL.canParse(own.trim(), outside)
    ? new URL(own.trim(), outside).href
    : outside
}

function lowered(attributes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name.toLowerCase(), value]),
  )
}
