/** An element of a feed, and what can be asked of it. */

import { decodeBytes } from '../../domain/document/text/decode.ts'

export type FeedElement = {
  /** In lower case, its prefix made the usual one of its namespace; none for RSS and Atom. */
  name: string
  /** In lower case, with prefixes as written. */
  attributes: Record<string, string>
  children: (FeedElement | string)[]
  /** What addresses inside are relative to. */
  base: string
  /** Where it begins and ends in the text of its feed. */
  start: number
  end: number
}

/** Children by a name, in their order. */
export function childrenOf({ children }: FeedElement, name: string): FeedElement[] {
  return children.filter(
    (child) => typeof child !== 'string' && child.name === name,
  ) as FeedElement[]
}

export function childOf(element: FeedElement, name: string): FeedElement | undefined {
  return childrenOf(element, name)[0]
}

/** All text inside, that of elements too. */
export function textInside(element: FeedElement): string {
  const parts: string[] = []
  collect(element, parts)
  return parts.join('').trim()
}

function collect({ children }: FeedElement, parts: string[]): void {
  for (const child of children) {
    if (typeof child === 'string') parts.push(child)
    else collect(child, parts)
  }
}

/** The text of the first child by one of the names that has any; empty where none has. */
export function firstText(element: FeedElement, ...names: readonly string[]): string {
  for (const name of names) {
    for (const child of childrenOf(element, name)) {
      const text = textInside(child)
      if (text !== '') return text
    }
  }
  return ''
}

/** Old Atom may carry a text so that no reader stumbles over it. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const NOT_BASE64 = /^$|^text|html|xml/i

/** What is inside as HTML: text as it is where it is all text, else written anew. */
export function htmlOf(element: FeedElement): string {
  if (element.children.every((child) => typeof child === 'string')) {
    const text = textInside(element)
    const { mode, type = '' } = element.attributes
    const isPacked = mode === 'base64' || !NOT_BASE64.test(type)
    return isPacked && BASE64.test(text.replace(/\s/g, '')) ? unpacked(text) : text
  }
  return element.children.map(written).join('').trim()
}

function unpacked(text: string): string {
  return decodeBytes(Buffer.from(text, 'base64')).text
}

function written(node: FeedElement | string): string {
  if (typeof node === 'string') return escaped(node)
  const name = node.name.replace(/^xhtml:/, '')
  const attributes = Object.entries(node.attributes)
    .map(([key, value]) => ` ${key}="${escaped(value).replaceAll('"', '&quot;')}"`)
    .join('')
  return `<${name}${attributes}>${node.children.map(written).join('')}</${name}>`
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
