/** Text of a tree, cut into blocks as a reader sees them. */

import type { Element } from './tree.ts'

const BLOCKS = new Set([
  'address',
  'article',
  'aside',
  'blockquote',
  'body',
  'caption',
  'center',
  'dd',
  'details',
  'div',
  'dl',
  'dt',
  'fieldset',
  'figcaption',
  'figure',
  'footer',
  'form',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'header',
  'hr',
  'html',
  'li',
  'main',
  'nav',
  'ol',
  'p',
  'pre',
  'section',
  'summary',
  'table',
  'tbody',
  'tfoot',
  'thead',
  'tr',
  'ul',
])
const CELLS = new Set(['td', 'th'])

export type Block = {
  text: string
  /** The innermost block element that holds it. */
  element: Element
  /** Characters of it that are link text. */
  linked: number
}

function isBlock(element: Element): boolean {
  return BLOCKS.has(element.name)
}

/**
 * Blocks of text below an element, in order, without empty ones; `skip` leaves subtrees out.
 *
 * Cells of a table's row stand in one block, a tab between two, unless they hold blocks of their
 * own; with `rows` even then. Ends once `charsMax` of source text was read. Goes no deeper than the tree, whose depth is bounded.
 */
export function blocksOf(
  root: Element,
  skip: (element: Element) => boolean = () => false,
  { rows = false, charsMax = Number.POSITIVE_INFINITY } = {},
): Block[] {
  const blocks: Block[] = []
  let open: Block = { text: '', element: root, linked: 0 }
  const close = (element: Element) => {
    const text = tidy(open.text)
    if (text !== '') blocks.push({ ...open, text })
    open = { text: '', element, linked: 0 }
  }
  let read = 0
  const walk = (element: Element, inLink: boolean, inCell: boolean) => {
    for (const child of element.children) {
      if (read > charsMax) return
      read += typeof child === 'string' ? child.length : 1
      if (typeof child === 'string') {
        open.text += child.replace(/\s+/g, ' ')
        if (inLink) open.linked += child.trim().length
      } else if (child.name === 'br') {
        open.text += '\n'
      } else if (!skip(child)) {
        const block = isBlock(child) && !inCell
        if (block) close(child)
        else if (inCell) open.text += ' '
        walk(child, inLink || child.name === 'a', inCell || (rows && CELLS.has(child.name)))
        if (block) close(element)
        else if (CELLS.has(child.name)) open.text += '\t'
      }
    }
  }
  walk(root, false, false)
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

/** Source line breaks are spaces; `br` and cell marks stay as new line and tab. */
function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      line
        .split('\t')
        .map((cell) => cell.replace(/\s+/g, ' ').trim())
        .filter(Boolean)
        .join('\t'),
    )
    .join('\n')
    .replace(/\n{2,}/g, '\n')
    .trim()
}
