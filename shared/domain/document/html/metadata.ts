/** What a page says of itself: linked data first, then its meta elements, then its markup. */

import { authorsIn, authorsShown } from './authors.ts'
import { textOf } from './blocks.ts'
import { dateNear, dateOfAddress, dateOfElements, dateSaid, isBeside, readDate } from './dates.ts'
import { readLinkedData } from './linked-data.ts'
import { plainLine } from './markup.ts'
import { readMeta } from './meta.ts'
import { realTitle } from '../text/no-title.ts'
import { tidyTitle } from './title.ts'
import type { Element, Page } from './tree.ts'

export type Metadata = {
  title: string
  author: string | null
  publisher: string | null
  publishedAt: Date | null
  canonicalUrl: string | null
  description: string
  /** False where the page says that its article must be paid for. */
  isFree: boolean
}

const HEADINGS_MAX = 20
/** What is longer is no title, heading or byline; one in another is read again and again. */
const WORDS_MAX = 5_000
const BYLINES_MAX = 50
/** A page says soon, or at its end, when it was published. */
const SAID_CHARS = 20_000

const namesOf = (words: string) => words.trim().split(/\s+/)

/** Names of meta elements that tell the same, the most careful first. */
const NAMES = {
  title: namesOf(`dc:title dcterm:title dcterms:title og:title weibo:article:title parsely-title
    twitter:title title`),
  author: namesOf(`dc:creator dcterm:creator dcterms:creator author parsely-author sailthru.author
    byl citation_author article:author_name dcsext.author`),
  published: namesOf(`article:published_time og:published_time og:pubdate article:published
    datepublished parsely-pub-date date pubdate publishdate publish-date publish_date publication_date
    publication-date publisheddate published-date dc:date dc:date:issued dc:date.issued dc:issued dc:created
    dcterms:created dcterms:issued dcterms:date sailthru.date ptime published_at originalpublicationdate dat
    article_date_original article.published cxenseparse:recs:publishtime citation_publication_date
    citation_date weibo:article:create_at bt:pubdate rnews:datepublished datecreated date_published
    shareaholic:article_published_time lastmod:published eomportal-lastupdate`),
  modified:
    namesOf(`article:modified_time og:updated_time og:modified_time datemodified last-modified
    dcterms:modified dc:modified dc:date.modified lastmodified revised`),
}

/** Reads the metadata of a page, and the text that its linked data states. */
export function readMetadata(page: Page, url: string): Metadata & { stated: string } {
  const { meta, elements } = collect(page.told)
  const pick = (...names: string[]) =>
    names.map((name) => meta.get(name)).find((text) => text) ?? null
  const canonical = readUrl(elements.canonical ?? pick('og:url'))
  const shown = tidyTitle(elements.title, elements.headings)
  const linked = readLinkedData(page.linkedData, {
    urls: [canonical, url].filter((one): one is string => one !== null && one !== ''),
    titles: [pick('og:title') ?? '', elements.title, ...elements.headings].map(plainLine),
  })
  const publisher =
    linked.publisher ?? pick('og:site_name', 'publisher', 'dc:publisher', 'application-name')
  const address = canonical ?? readUrl(linked.url)
  const sites = [publisher, pick('og:site_name'), hostOf(address ?? url), 'twitter']
  return {
    title: titleIn([
      linked.headline,
      ...NAMES.title.map((name) => meta.get(name)),
      shown,
      ...elements.headings,
    ]),
    author:
      authorsIn(linked.author, sites) ??
      authorsIn(pick(...NAMES.author), sites) ??
      authorsIn(notUrl(pick('article:author')), sites) ??
      bylineOf(elements.bylines, sites),
    publisher: publisher === null ? null : plainLine(publisher) || null,
    publishedAt:
      readDate(linked.publishedAt) ??
      firstDate(NAMES.published, meta) ??
      dateShown(page, elements, address ?? url) ??
      readDate(linked.modifiedAt) ??
      firstDate(NAMES.modified, meta),
    canonicalUrl: address,
    description: plainLine(
      pick('og:description', 'description', 'dc:description', 'twitter:description') ?? '',
    ),
    isFree: linked.isFree && !isLocked(meta),
    stated: linked.body ?? '',
  }
}

/** The first that is a title. */
function titleIn(told: readonly (string | null | undefined)[]): string {
  for (const text of told) {
    const title = text ? realTitle(plainLine(text)) : ''
    if (title !== '') return title
  }
  return ''
}

function isLocked(meta: ReadonlyMap<string, string>): boolean {
  return /^(?:locked|metered|premium|paid|subscribers?)$/i.test(
    meta.get('article:content_tier') ?? meta.get('content_tier') ?? '',
  )
}

function firstDate(names: readonly string[], meta: ReadonlyMap<string, string>): Date | null {
  for (const name of names) {
    const at = readDate(meta.get(name) ?? null)
    if (at) return at
  }
  return null
}

function dateShown(page: Page, { dated, h1 }: Found, url: string): Date | null {
  const stated = dateOfElements(dated)
  if (stated) return stated
  const near = h1 ? dateNear(h1) : null
  return near ?? dateOfAddress(url) ?? dateSaid(textOf(page.root, SAID_CHARS))
}

function bylineOf(bylines: readonly Element[], sites: readonly (string | null)[]): string | null {
  for (const element of bylines) {
    const text = textOf(element, WORDS_MAX)
    if (text === '' || text.length > 150 || isBeside(element)) continue
    const { rel, itemprop } = element.attributes
    const isStated = rel === 'author' || (itemprop !== undefined && itemprop.includes('author'))
    const author = isStated ? authorsIn(text, sites) : authorsShown(text, sites)
    if (author) return author
  }
  return null
}

type Found = {
  title: string
  headings: string[]
  h1: Element | null
  canonical: string | null
  bylines: Element[]
  dated: Element[]
}

function collect(told: readonly Element[]): { meta: Map<string, string>; elements: Found } {
  const meta = new Map<string, string>()
  const stated = new Set<string>()
  const found: Found = {
    title: '',
    headings: [],
    h1: null,
    canonical: null,
    bylines: [],
    dated: [],
  }
  for (const element of told) {
    const { name, attributes } = element
    if (name === 'meta') readMeta(attributes, meta, stated)
    else if (name === 'title' && found.title === '') found.title = textOf(element, WORDS_MAX)
    else if (name === 'h1' && found.headings.length < HEADINGS_MAX) {
      const heading = textOf(element, WORDS_MAX)
      found.headings.push(heading)
      if (heading.length > 10) found.h1 ??= element
    } else if (name === 'link' && attributes['rel'] === 'canonical')
      found.canonical ??= attributes['href'] ?? null
    if (isDated(element)) found.dated.push(element)
    if (found.bylines.length < BYLINES_MAX && isByline(attributes)) found.bylines.push(element)
  }
  return { meta, elements: found }
}

function isDated({ name, attributes, size }: Element): boolean {
  if (name === 'time' || /date/i.test(attributes['itemprop'] ?? '')) return true
  return (
    name !== 'meta' &&
    size < 200 &&
    /date|time|publish|posted|meta/i.test(attributes['class'] ?? '')
  )
}

function isByline(attributes: Record<string, string>): boolean {
  if (attributes['rel'] === 'author' || attributes['itemprop']?.includes('author')) return true
  return /(?:^|[\s_-])(?:byline|p-author|author(?:-?_?names?)?|authors|writer|by-?author)(?:$|[\s_-])|writtenby|byline/i.test(
    `${attributes['class'] ?? ''} ${attributes['id'] ?? ''}`,
  )
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname : null
}

function notUrl(text: string | null): string | null {
  return text === null || /^https?:/i.test(text) ? null : text
}

function readUrl(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null
  const url = new URL(text)
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null
}
