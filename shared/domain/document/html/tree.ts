/**
 * A page as a tree of what can be seen, built in one pass and within bounds.
 *
 * Scripts, styles and hidden parts never enter the tree. A page deeper or larger than any real one
 * is read up to the bound and no further, so that no page can hang or exhaust the process.
 */

import { boundsOf, pageLimits, type PageFault } from './bounds.ts'
import { isHidden, isVeiled } from './hidden.ts'
import { hiddenText } from './hidden-text.ts'
import { sheetLooks } from './sheets.ts'
import { parseMarkup } from './parse-markup.ts'
import type { Attributes } from './scan.ts'

export type Element = {
  name: string
  attributes: Record<string, string>
  children: (Element | string)[]
  parent: Element | null
  /** Characters of source text below it. */
  size: number
  /** Of them, characters of links. */
  linked: number
  /** True where its style hides it at first: a page that fades in, or a trap for machines. */
  veiled: boolean
}

export type Page = {
  root: Element
  /** Elements that may tell of the page, in order: its title and headings, meta, links, times, names. */
  told: Element[]
  /** Contents of `<script type="application/ld+json">`, in order. */
  linkedData: string[]
  /** What hidden parts say, which never enter the tree: the beginning. */
  hidden: string
  /** The first veiled parts. */
  veiled: Element[]
  /** Characters of text in veiled parts. */
  veiledSize: number
  /** Which bound left out a part; null where all of it was read. */
  cut: PageFault | null
}

export const DROPPED = new Set(
  (
    'script style noscript template svg math iframe noembed object embed canvas audio video picture map ' +
    'select option button input textarea ix:header ix:hidden'
  ).split(' '),
)
/** The attributes anything here looks at. */
const KEPT = new Set(
  'id class name property content href rel itemprop role datetime lang pubdate title type style hidden aria-hidden color shadowrootmode shadowroot'.split(
    ' ',
  ),
)

const VEILED_PARTS_MAX = 50

/** Reads markup into a tree, up to the first bound. */
export function readTree(markup: string): Page {
  const builder = treeBuilder()
  parseMarkup(markup, builder.events, isKept)
  return builder.end()
}

function isKept(attribute: string): boolean {
  return KEPT.has(attribute)
}

function pageOf(root: Element): Page {
  const nothing = { told: [], linkedData: [], hidden: '', veiled: [], veiledSize: 0, cut: null }
  return { root, ...nothing }
}

function treeBuilder() {
  const root = makeElement('root', {}, null)
  const page = pageOf(root)
  let [current, depth, droppedAt] = [root, 0, 0]
  const hidden = hiddenText((name) => DROPPED.has(name))
  const bounds = boundsOf((fault) => (page.cut = fault))
  let linkedData: string | undefined
  const sheets = sheetLooks()

  const events = {
    goesOn: () => !bounds.isOver(),
    open(name: string, given: Attributes, count: number, isVoid: boolean) {
      if (bounds.areReached(count, isVoid ? depth : depth + 1)) return
      if (isVoid) return droppedAt > 0 ? undefined : noteTold(page, append(current, name, given))
      depth += 1
      if (name === 'script' && isLinkedData(given)) linkedData = ''
      if (droppedAt > 0) return hidden.open(name, depth)
      const isPast = bounds.isPast(name)
      const look = sheets.of({ name, attributes: given, parent: current })
      const hides = isHidden(name, given) || look.isHidden
      if (isPast || hides || (DROPPED.has(name) && !isShadow(name, given))) {
        droppedAt = depth
        if (hides) hidden.begin(name, depth)
      } else noteTold(page, (current = append(current, name, given, look.isVeiled)))
    },
    text(text: string) {
      if (linkedData !== undefined) linkedData += text
      else if (sheets.takes(text)) return
      else if (droppedAt > 0) hidden.text(text)
      else addText(current, text)
    },
    close(name: string) {
      sheets.close(name)
      if (linkedData !== undefined && name === 'script') {
        if (page.linkedData.length < pageLimits.linkedDataMax) page.linkedData.push(linkedData)
        linkedData = undefined
      }
      if (droppedAt === 0) current = close(current, page)
      else if (droppedAt === depth) droppedAt = 0
      hidden.close(depth)
      depth -= 1
    },
  }
  /** What is open where the reading was cut holds its text like the rest. */
  const end = () => {
    while (current !== root) current = close(current, page)
    return { ...page, hidden: hidden.said() }
  }
  return { events, end }
}

function addText(element: Element, text: string): void {
  element.children.push(text)
  element.size += text.length
}

const TELLING = new Set(['meta', 'title', 'link', 'time', 'h1'])
const TELLING_CLASS = /author|byline|writer|date|time|publish|posted|meta|writ/i

function noteTold(page: Page, element: Element): void {
  const { name, attributes } = element
  const { itemprop, rel, class: kind } = attributes
  const tells =
    TELLING.has(name) ||
    (itemprop !== undefined && /author|date|name/.test(itemprop)) ||
    (rel !== undefined && rel.includes('author')) ||
    (kind !== undefined && TELLING_CLASS.test(kind))
  if (tells && page.told.length < pageLimits.toldMax) page.told.push(element)
}

function isLinkedData({ type }: Record<string, string>): boolean {
  return type !== undefined && /^\s*application\/ld\+json/i.test(type)
}

/** More than that in one link is a link that nobody closed. */
const LINK_CHARS = 1_500

/** Leads elsewhere; one that only names a place in the page does not. */
export function isLink({ name, attributes, size }: Element): boolean {
  return name === 'a' && attributes['href'] !== undefined && size < LINK_CHARS
}

/** Its parent, which holds its text from now on. */
function close(element: Element, page: Page): Element {
  const { parent, size } = element
  if (!parent) return element
  parent.size += size
  parent.linked += isLink(element) ? size : element.linked
  if (element.veiled) {
    page.veiledSize += size
    if (page.veiled.length < VEILED_PARTS_MAX) page.veiled.push(element)
  }
  return parent
}

/** A template that a browser shows as it is: declarative shadow DOM. */
function isShadow(name: string, given: Record<string, string>): boolean {
  return name === 'template' && ('shadowrootmode' in given || 'shadowroot' in given)
}

function append(
  parent: Element,
  name: string,
  given: Record<string, string>,
  isVeiled = false,
): Element {
  const element = makeElement(name, given, parent)
  element.veiled ||= isVeiled
  parent.children.push(element)
  return element
}

function makeElement(name: string, attributes: Attributes, parent: Element | null): Element {
  const veiled = isVeiled(name, attributes)
  return { name, attributes, children: [], parent, size: 0, linked: 0, veiled }
}
