/** One item of RSS, RDF or Atom in the one shape that all feeds are read into. */

import { readInstant } from '../../domain/document/text/instant.ts'
import {
  childOf,
  childrenOf,
  escaped,
  firstText,
  htmlOf,
  textInside,
  type FeedElement,
} from './element.ts'
import { plainTitle, textShown, titleOfText } from './text.ts'

/** An item as its feed gave it; empty where the feed gave nothing. */
export type FeedItem = {
  /** Its own id: a guid, an Atom id. */
  id: string
  title: string
  /** Whole, whatever it was relative to. */
  link: string
  author: string
  /** The moment as written, or empty. */
  published: string
  content: string
  summary: string
  publisher: string
}

const PUBLISHED = 'pubdate published issued dc:date dcterms:issued dcterms:created created date'
const CHANGED = 'updated modified dcterms:modified lastbuilddate'
const DATES = `${PUBLISHED} ${CHANGED}`.split(' ')

export function readItem(item: FeedElement): FeedItem {
  const content = contentOf(item)
  const media = childOf(item, 'media:group') ?? item
  const summary = htmlIn(item, 'description', 'summary', 'dc:description', 'itunes:summary')
  const told = summary || firstText(media, 'media:description')
  const title = titleOf(item) || plainTitle(firstText(media, 'media:title', 'dc:title'))
  return {
    id: idOf(item),
    title: title || titleOfText(told, content),
    link: linkOf(item),
    author: authorOf(item),
    published: publishedOf(item),
    content,
    summary: told,
    publisher: plainTitle(publisherOf(item)),
  }
}

/** Atom's "text" is text: what looks like markup in it is none. */
function titleOf(item: FeedElement): string {
  for (const title of childrenOf(item, 'title')) {
    const isText = title.attributes['type'] === 'text' && textInside(title).includes('<')
    const text = plainTitle(isText ? escaped(textInside(title)) : htmlOf(title))
    if (text !== '') return text
  }
  return ''
}

function htmlIn(item: FeedElement, ...names: readonly string[]): string {
  for (const name of names) {
    for (const child of childrenOf(item, name)) {
      const html = textShown(htmlOf(child))
      if (html !== '') return html
    }
  }
  return ''
}

function contentOf(item: FeedElement): string {
  return htmlIn(
    item,
    'content:encoded',
    'content',
    'xhtml:body',
    'body',
    'fullitem',
    'module:content',
  )
}

function idOf(item: FeedElement): string {
  const given = firstText(item, 'guid', 'id', 'dc:identifier') || item.attributes['rdf:about'] || ''
  return textShown(given).trim()
}

/** Where people read it: the publisher's own address before one that counts clicks, a page before a file. */
function linkOf(item: FeedElement): string {
  const guid = childOf(item, 'guid')
  const isAddress = guid && guid.attributes['ispermalink']?.trim().toLowerCase() !== 'false'
  const links = childrenOf(item, 'link')
  const hrefs = links.filter(({ attributes }) => attributes['href'] !== undefined)
  const pages = hrefs.filter(({ attributes: { rel = 'alternate' } }) =>
    /^alternate$/i.test(rel.trim()),
  )
  // Of pages in several forms HTML is read.
  const html = pages.toSorted((one, other) => Number(isHtml(other)) - Number(isHtml(one)))
  const content = childOf(item, 'content')
  const candidates: [string | undefined, FeedElement | undefined][] = [
    [firstText(item, 'feedburner:origlink'), item],
    ...links.map((link): [string, FeedElement] => [textInside(link), link]),
    ...html.map((link): [string | undefined, FeedElement] => [link.attributes['href'], link]),
    [guid && isAddress ? textInside(guid) : undefined, guid],
    [content?.attributes['src'], content],
    [item.attributes['rdf:about'], item],
    [childOf(item, 'enclosure')?.attributes['url'], item],
    [childOf(childOf(item, 'media:group') ?? item, 'media:content')?.attributes['url'], item],
  ]
  for (const [text, element] of candidates) {
    const whole = text && element ? resolved(text, element.base) : ''
    if (whole !== '') return whole
  }
  return ''
}

function isHtml({ attributes: { type = 'text/html' } }: FeedElement): boolean {
  return /html/i.test(type)
}

/** A web address made whole; empty where it is none. */
export function resolved(text: string, base: string): string {
  const given = textShown(text).trim()
  if (given === '' || !URL.canParse(given, base)) return ''
  const { href, protocol } = new URL(given, base)
  return protocol === 'http:' || protocol === 'https:' ? href : ''
}

/** RSS writes "who@example.com (A Name)", Atom an element. */
function authorOf(item: FeedElement): string {
  for (const author of [
    ...childrenOf(item, 'author'),
    ...childrenOf(item, 'dc:creator'),
    ...childrenOf(item, 'dc:author'),
  ]) {
    const name = firstText(author, 'name', 'email') || textInside(author)
    const inBrackets = /^\S+@\S+\s*\((.+)\)$/.exec(name)?.[1]
    if (name !== '') return plainTitle(inBrackets ?? name)
  }
  return plainTitle(firstText(item, 'itunes:author', 'dc:contributor'))
}

/** The first that can be read; where none can, the first as written. */
function publishedOf(item: FeedElement): string {
  const written = DATES.map((name) => firstText(item, name)).filter((text) => text !== '')
  return written.find((text) => readInstant(text) !== null) ?? written[0] ?? ''
}

function publisherOf(item: FeedElement): string {
  const source = childOf(item, 'source')
  const named =
    source && (firstText(source, 'title') || (childOf(source, 'id') ? '' : textInside(source)))
  return firstText(item, 'dc:publisher') || (named ?? '')
}
