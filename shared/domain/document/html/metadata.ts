/** What a page says of itself: linked data first, then its meta elements, then its markup. */

import { readInstant } from '../text/instant.ts'
import { oneLine } from '../text/normalise.ts'
import { elementsOf, textOf } from './blocks.ts'
import { readLinkedData } from './linked-data.ts'
import { tidyTitle } from './title.ts'
import type { Element, Page } from './tree.ts'

export type Metadata = {
  title: string
  author: string | null
  publisher: string | null
  publishedAt: Date | null
  canonicalUrl: string | null
  description: string
}

const HEADINGS_MAX = 20
/** What is longer is no title, heading or byline; one in another is read again and again. */
const WORDS_MAX = 5_000
const BYLINES_MAX = 50

const namesOf = (words: string) => words.trim().split(/\s+/)

/** Names of meta elements that tell the same, the most careful first. */
const NAMES = {
  title: namesOf(`dc:title dcterm:title dcterms:title og:title weibo:article:title parsely-title
    twitter:title title`),
  author: namesOf(`dc:creator dcterm:creator dcterms:creator author parsely-author sailthru.author
    byl`),
  published: namesOf(`article:published_time parsely-pub-date date pubdate publishdate dc:date
    dc.date.issued dcterms:created sailthru.date ptime published_at originalpublicationdate dat`),
}

/** Reads the metadata of a page; what it does not tell is null or empty. */
export function readMetadata(page: Page): Metadata {
  const linked = readLinkedData(page.linkedData)
  const { meta, elements } = collect(page.root)
  const pick = (...names: string[]) =>
    names.map((name) => meta.get(name)).find((text) => text) ?? null
  const declared = linked.headline ?? pick(...NAMES.title)
  const author =
    linked.author ?? pick(...NAMES.author) ?? notUrl(pick('article:author')) ?? elements.byline
  const published = linked.publishedAt ?? pick(...NAMES.published) ?? elements.time
  return {
    title: oneLine(declared ?? tidyTitle(elements.title, elements.headings)),
    author: author === null ? null : tidyAuthor(author),
    publisher:
      linked.publisher ?? pick('og:site_name', 'publisher', 'dc:publisher', 'application-name'),
    publishedAt: readDate(published),
    canonicalUrl: readUrl(elements.canonical ?? pick('og:url') ?? linked.url),
    description: oneLine(
      pick('og:description', 'description', 'dc:description', 'twitter:description') ?? '',
    ),
  }
}

type Found = {
  title: string
  headings: string[]
  canonical: string | null
  byline: string | null
  time: string | null
}

function collect(root: Element): { meta: Map<string, string>; elements: Found } {
  const meta = new Map<string, string>()
  const stated = new Set<string>()
  const found: Found = { title: '', headings: [], canonical: null, byline: null, time: null }
  let bylines = 0
  for (const element of elementsOf(root)) {
    const { name, attributes } = element
    if (name === 'meta') readMeta(attributes, meta, stated)
    else if (name === 'title' && found.title === '') found.title = textOf(element, WORDS_MAX)
    else if (name === 'h1' && found.headings.length < HEADINGS_MAX)
      found.headings.push(textOf(element, WORDS_MAX))
    else if (name === 'link' && attributes['rel'] === 'canonical')
      found.canonical ??= attributes['href'] ?? null
    else if (name === 'time') found.time ??= attributes['datetime'] ?? null
    if (attributes['itemprop'] === 'datePublished') {
      found.time = attributes['content'] ?? attributes['datetime'] ?? found.time
    }
    if (found.byline === null && bylines < BYLINES_MAX && isByline(attributes)) {
      bylines += 1
      const text = textOf(element, WORDS_MAX)
      if (text !== '' && text.length < 100) found.byline = text
    }
  }
  return { meta, elements: found }
}

function readMeta(
  attributes: Record<string, string>,
  meta: Map<string, string>,
  stated: Set<string>,
): void {
  const content = attributes['content']?.trim()
  if (!content) return
  for (const source of ['property', 'name']) {
    for (const name of (attributes[source] ?? '').toLowerCase().split(/\s+/)) {
      const key = name.replace(/^(dc|dcterm|dcterms|og|twitter|article)\./, '$1:')
      // What `property` says stands above what `name` says, wherever either comes first.
      if (key !== '' && (!meta.has(key) || (source === 'property' && !stated.has(key))))
        meta.set(key, content)
      if (source === 'property') stated.add(key)
    }
  }
}

function isByline(attributes: Record<string, string>): boolean {
  if (attributes['rel'] === 'author' || attributes['itemprop']?.includes('author')) return true
  return /\b(?:byline|dateline|p-author)\b|writtenby/i.test(
    `${attributes['class'] ?? ''} ${attributes['id'] ?? ''}`,
  )
}

function tidyAuthor(text: string): string | null {
  const name = oneLine(text)
    .replace(/^(?:by|written by|posted by):? /i, '')
    .trim()
  return name === '' || name.length > 150 ? null : name
}

function notUrl(text: string | null): string | null {
  return text === null || /^https?:/i.test(text) ? null : text
}

/** Only what states a year, a month and a day; without an offset the time counts as UTC. */
function readDate(text: string | null): Date | null {
  if (text === null) return null
  const iso =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?/.exec(
      text.trim(),
    )
  if (iso) {
    const [, year, month, day, hour = '00', minute = '00', second = '00', zone = 'Z'] = iso
    const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone
    return readInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`)
  }
  const compact = /^(\d{4})(\d{2})(\d{2})(?:\d{6})?$/.exec(text.trim())
  if (compact) return readInstant(`${compact[1]}-${compact[2]}-${compact[3]}T00:00:00Z`)
  const words = /\b[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}/.test(text)
  return words ? readInstant(text) : null
}

function readUrl(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null
  const url = new URL(text)
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null
}
