/** Text of a tree, cut into blocks as a reader sees them. */

import { isLink, type Element } from './tree.ts'

export const BLOCKS = new Set(
  (
    'address article aside blockquote body caption center dd details div dl dt fieldset figcaption ' +
    'figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main nav ol p pre section summary ' +
    'table tbody tfoot thead tr ul'
  ).split(' '),
)
export const CELLS = new Set(['td', 'th'])
/** Stand for a line break and for the end of a cell while white space is put together. */
const [BREAK, CELL] = ['\u0001', '\u0002']

export type Block = {
  text: string
  /** The innermost block element that holds it. */
  element: Element
  /** Characters of it that are link text. */
  linked: number
}

/** Where blocks of an element stand in their list: from the first, to before the second. */
export type Range = [from: number, to: number]

type Options = {
  /** Ends once so many characters of source text were read. */
  charsMax?: number
  /** Learns where the blocks of each block element stand. */
  ranges?: Map<Element, Range>
}

/**
 * Blocks of text below an element, in order, without empty ones; `skip` leaves subtrees out.
 *
 * Cells of a table's row stand in one block, a tab between two, unless they hold blocks of their
 * own. Goes no deeper than the tree, whose depth is bounded.
 */
export function blocksOf(
  root: Element,
  skip: (element: Element) => boolean = () => false,
  { charsMax = Number.POSITIVE_INFINITY, ranges }: Options = {},
): Block[] {
  const blocks: Block[] = []
  let [text, linked, read] = ['', 0, 0]
  const close = (element: Element) => {
    const shown = text === '' ? '' : tidy(text)
    if (shown !== '') blocks.push({ text: shown, element, linked })
    text = ''
    linked = 0
  }
  const walk = (element: Element, holder: Element, inLink: boolean) => {
    const inPre = element.name === 'pre'
    for (const child of element.children) {
      if (read > charsMax) return
      if (typeof child === 'string') {
        read += child.length
        text += inPre ? child.replaceAll('\n', BREAK) : child
        if (inLink) linked += child.trim().length
        continue
      }
      read += 1
      const { name } = child
      if (name === 'br') text += BREAK
      else if (!skip(child)) {
        if (BLOCKS.has(name)) {
          close(holder)
          const from = blocks.length
          walk(child, child, inLink)
          close(child)
          if (ranges && blocks.length > from) ranges.set(child, [from, blocks.length])
        } else {
          walk(child, holder, inLink || isLink(child))
          if (CELLS.has(name)) text += CELL
        }
      }
    }
  }
  walk(root, root, false)
  close(root)
  return blocks
}

/** All text below an element on one line; of one longer than `charsMax` only the beginning. */
export function textOf(element: Element, charsMax?: number): string {
  return blocksOf(element, undefined, charsMax === undefined ? {} : { charsMax })
    .map((block) => block.text)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Every element below one, in order, itself first. */
export function* elementsOf(root: Element): Generator<Element> {
  const stack = [root]
  for (let element = stack.pop(); element; element = stack.pop()) {
    yield element
    for (let index = element.children.length - 1; index >= 0; index -= 1) {
      const child = element.children[index]
      if (child !== undefined && typeof child !== 'string') stack.push(child)
    }
  }
}

/** Source line breaks are spaces; breaks and cells become new lines and tabs, no two in a row. */
function tidy(text: string): string {
  const shown = text.replace(/\s+/g, ' ').trim()
  if (!shown.includes(BREAK) && !shown.includes(CELL)) return shown
  return shown
    .split(BREAK)
    .map((line) =>
      line
        .split(CELL)
        .map((cell) => cell.trim())
        .filter(Boolean)
        .join('\t'),
    )
    .filter(Boolean)
    .join('\n')
}
