/** Reads RSS 0.9x to 2.0, RSS 1.0 (RDF) and Atom into one shape. */

import { parseFeed } from 'feedsmith'
import { beginning } from '../../domain/document/text/cut.ts'
import { messageOf, PermanentFault } from '../../host/faults.ts'

/** An item as its feed gave it; empty where the feed gave nothing. */
export type FeedItem = {
  title: string
  link: string
  author: string
  /** The moment as written, or empty. */
  published: string
  content: string
  summary: string
  publisher: string
}

const ITEMS_MAX = 2000
/** More is no title; the parser keeps 500 characters of it. */
const TITLE_MAX = 2_000

/**
 * The items of a feed, in its order.
 *
 * @throws PermanentFault when the text is no feed or breaks off.
 */
export function readFeed(text: string): FeedItem[] {
  try {
    return itemsOf(text).slice(0, ITEMS_MAX)
  } catch (fault) {
    throw new PermanentFault('source_malformed', `Read a feed: ${messageOf(fault)}`, {
      cause: fault,
    })
  }
}

function itemsOf(text: string): FeedItem[] {
  const { format, feed } = parseFeed(text)
  if (format === 'rss') {
    return (feed.items ?? []).map((item) => ({
      title: plain(item.title),
      link: item.link ?? (item.guid?.isPermaLink === false ? '' : item.guid?.value) ?? '',
      author: item.dc?.creators?.[0] ?? nameOf(item.authors?.[0]),
      published: item.pubDate ?? item.dc?.dates?.[0] ?? '',
      content: item.content?.encoded ?? '',
      summary: item.description ?? '',
      publisher: item.dc?.publishers?.[0] ?? item.source?.title ?? '',
    }))
  }
  if (format === 'atom') {
    return (feed.entries ?? []).map((entry) => ({
      title: plain(entry.title?.value),
      link:
        (
          entry.links?.find(({ rel }) => rel === 'alternate' || rel === undefined) ??
          entry.links?.[0]
        )?.href ?? '',
      author: entry.authors?.[0]?.name ?? '',
      published: entry.published ?? entry.updated ?? '',
      content: entry.content?.value ?? '',
      summary: entry.summary?.value ?? '',
      publisher: entry.source?.title?.value ?? '',
    }))
  }
  if (format === 'rdf') {
    return (feed.items ?? []).map((item) => ({
      title: plain(item.title),
      link: item.link ?? '',
      author: item.dc?.creators?.[0] ?? '',
      published: item.dc?.dates?.[0] ?? '',
      content: item.content?.encoded ?? '',
      summary: item.description ?? '',
      publisher: item.dc?.publishers?.[0] ?? '',
    }))
  }
  throw new Error(`expected RSS, RDF or Atom, found ${format}`)
}

/** RSS writes a person as text; some readers make an object of it. */
function nameOf(person: unknown): string {
  if (typeof person === 'string') return person
  const name = typeof person === 'object' && person !== null && 'name' in person ? person.name : ''
  return typeof name === 'string' ? name : ''
}

/** Titles may carry markup; only its text is a title. */
function plain(title: string | undefined): string {
  return beginning(title ?? '', TITLE_MAX)
    .replace(/<\/?[a-z][^<>]*>/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
