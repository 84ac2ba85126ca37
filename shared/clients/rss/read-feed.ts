/** Reads RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom and JSON Feed into one shape, each item by itself. */

import { beginning } from '../../domain/document/text/cut.ts'
import type { Reject } from '../../domain/source/found.ts'
import { PermanentFault } from '../../host/faults.ts'
import { redact } from '../../host/redact.ts'
import type { FeedElement } from './element.ts'
import { readJsonFeed } from './json-feed.ts'
import { readItem, resolved, type FeedItem } from './read-item.ts'
import { plainTitle } from './text.ts'
import { readFeedTree } from './tree.ts'

export type ReadFeed = {
  items: FeedItem[]
  rejects: Reject[]
  /** False where the feed breaks off: what is missing may be there the next time. */
  isWhole: boolean
}

const FEEDS = new Set(['rss', 'rdf:rdf', 'rdf', 'feed', 'channel'])
const FEED_TYPE = /(rss|atom|rdf)\+xml|feed\+json/i
const ITEMS_MAX = 2_000
const ITEM_LENGTH_MAX = 16_000

/**
 * The items of a feed, in its order, and what of it could not be used.
 *
 * @param url where it came from: what its addresses are relative to.
 * @throws PermanentFault where the text is no feed.
 */
export function readFeed(text: string, url: string): ReadFeed {
  const json = /^\s*\{/.test(text) ? readJsonFeed(text, url) : undefined
  if (json) return { ...sorted(json.slice(0, ITEMS_MAX)), isWhole: true }
  const { root, items, isWhole } = readFeedTree(text, url)
  if (root && isPage(root)) throw notAFeed('source_is_a_page', `it is a web page${feedsIn(root)}`)
  if (!root || (!FEEDS.has(root.name) && items.length === 0)) {
    const found = root ? `"${plainTitle(root.name)}"` : 'no element'
    throw notAFeed('source_malformed', `expected RSS, RDF, Atom or JSON Feed, found ${found}`)
  }
  if (items.length === 0 && !isWhole)
    throw notAFeed('source_malformed', 'it breaks off before its first item')
  const read = items.map(({ element, isWhole: isItemWhole }) => ({
    item: isItemWhole ? readItem(element) : undefined,
    says: 'expected a whole item, found one that breaks off',
    raw: () => text.slice(element.start, element.end),
  }))
  return { ...sorted(read), isWhole }
}

/** One item as it was read, or why it was not. */
export type ReadItem = { item: FeedItem | undefined; says: string; raw: () => string }

function sorted(read: readonly ReadItem[]): Pick<ReadFeed, 'items' | 'rejects'> {
  const items: FeedItem[] = []
  const rejects: Reject[] = []
  for (const { item, says, raw } of read) {
    if (item && item.title !== '') items.push(item)
    else
      rejects.push({
        reason: item ? 'no_title' : 'item_malformed',
        says: item ? 'expected a title or a text to make one of, found neither' : says,
        item: Buffer.from(beginning(raw(), ITEM_LENGTH_MAX)),
      })
  }
  return { items, rejects }
}

function isPage(root: FeedElement): boolean {
  return root.name === 'html' || root.name === 'xhtml:html'
}

/** The feeds that a page names in its head, for people. */
function feedsIn(root: FeedElement): string {
  const found = linksIn(root)
    .filter(
      ({ attributes: { rel = '', type = '' } }) => /alternate/i.test(rel) && FEED_TYPE.test(type),
    )
    .map(({ attributes, base }) => resolved(attributes['href'] ?? '', base))
    .filter((href) => href !== '')
  return found.length ? `, whose feed is ${redact(found[0]!)}` : ' that names no feed'
}

function linksIn({ children }: FeedElement): FeedElement[] {
  return children.flatMap((child) => {
    if (typeof child === 'string') return []
    return /^(xhtml:)?link$/.test(child.name) ? [child, ...linksIn(child)] : linksIn(child)
  })
}

function notAFeed(reason: string, says: string): PermanentFault {
  return new PermanentFault(reason, `Read a feed: ${says}`)
}
