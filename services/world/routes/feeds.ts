/** RSS 2.0 and Atom feeds, one a publisher: /rss/<slug>.xml and /rss/<slug>.atom. */

import { articleUrl } from '../contents/links.ts'
import { readInstant } from '#shared/domain/document/text/instant.ts'
import {
  newYorkDate,
  newYorkInstant,
  sessionOf,
  shiftDate,
} from '#shared/domain/market/calendar.ts'
import type { Clock } from '#shared/host/clock.ts'
import { escape, type WorldAnswer, type WorldRequest, type WorldRoute } from '../http/answer.ts'
import type { Library } from '../contents/library.ts'
import { hexOf } from '../contents/random.ts'
import { countWhile } from '../contents/sessions.ts'
import type { World, WorldArticle } from '../contents/world.ts'

export type FeedSource = { world: World; library: Library; clock: Clock; linkBase: string }

const ITEMS_MAX = 100
const BUSINESS_DAYS = 3

/** The newest items of the last three business days, with ETag and Last-Modified (RFC 9110). */
export function feedRoute({ world, library, clock, linkBase }: FeedSource): WorldRoute {
  return (ask) => {
    const name = /^\/([a-z0-9-]+)\.(xml|atom)$/.exec(ask.path)
    const publisher = name && library.publishers.find(({ slug }) => slug === name[1])
    if (!name || !publisher) return undefined
    const now = clock.now()
    const { articles, count } = library.published({ slug: publisher.slug }, now)
    const since = newYorkInstant(businessDaysBefore(newYorkDate(now)), '00:00')
    const first = Math.max(
      countWhile(articles, ({ publishedAt }) => publishedAt < since),
      count - ITEMS_MAX,
    )
    const items = articles.slice(Math.min(first, count), count).toReversed()
    const changedAt = articles[count - 1]?.publishedAt ?? world.from
    const etag = `"${hexOf(16, publisher.slug, name[2] ?? '', ...items.map(({ id }) => id))}"`
    const headers = {
      etag,
      'last-modified': changedAt.toUTCString(),
      'cache-control': 'max-age=60',
    }
    if (unchanged(ask, etag, changedAt)) return { status: 304, headers, body: '' }
    const title = `${publisher.name}${world.label === 'simulated' ? ' (simulated)' : ''}`
    const feed = { title, slug: publisher.slug, changedAt, items, linkBase }
    return name[2] === 'atom' ? atom(feed, headers) : rss(feed, headers)
  }
}

/** The date `BUSINESS_DAYS` sessions of the exchange before a date. */
function businessDaysBefore(date: string): string {
  let day = date
  for (let left = BUSINESS_DAYS; left > 0;) {
    day = shiftDate(day, -1)
    if (sessionOf(day)) left -= 1
  }
  return day
}

function unchanged({ headers }: WorldRequest, etag: string, changedAt: Date): boolean {
  const known = headers['if-none-match']
  if (known !== undefined) return known === '*' || known.split(/\s*,\s*/).includes(etag)
  const since = readInstant(headers['if-modified-since'] ?? '')
  return since !== null && changedAt.getTime() < since.getTime() + 1000
}

/** Says that the data gave a date only. */
const HOUR_IS_SYNTHETIC = '\n      <category domain="stonks-world">hour-is-synthetic</category>'

type Feed = {
  title: string
  slug: string
  changedAt: Date
  items: WorldArticle[]
  linkBase: string
}

function rss(feed: Feed, headers: Record<string, string>): WorldAnswer {
  const items = feed.items.map(
    ({ id, title, publisher, publishedAt, description, hourIsSynthetic }) => `
    <item>
      <title>${escape(title)}</title>
      <link>${escape(articleUrl(feed.linkBase, { id, publisher }))}</link>
      <guid isPermaLink="false">${escape(id)}</guid>
      <pubDate>${publishedAt.toUTCString()}</pubDate>
      <dc:creator>${escape(publisher)}</dc:creator>${hourIsSynthetic ? HOUR_IS_SYNTHETIC : ''}${
        description === '' ? '' : `\n      <description>${escape(description)}</description>`
      }
    </item>`,
  )
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel>
    <title>${escape(feed.title)}</title>
    <link>${escape(`${feed.linkBase}/publishers/${feed.slug}/`)}</link>
    <description>News of ${escape(feed.title)}</description>
    <language>en</language>
    <lastBuildDate>${feed.changedAt.toUTCString()}</lastBuildDate>${items.join('')}
  </channel>
</rss>
`
  return {
    status: 200,
    headers: { ...headers, 'content-type': 'application/rss+xml; charset=utf-8' },
    body,
  }
}

function atom(feed: Feed, headers: Record<string, string>): WorldAnswer {
  const entries = feed.items.map(
    ({ id, title, publisher, publishedAt, description }) => `
  <entry>
    <id>urn:stonks-world:article:${escape(id)}</id>
    <title>${escape(title)}</title>
    <link rel="alternate" type="text/html" href="${escape(articleUrl(feed.linkBase, { id, publisher }))}"/>
    <published>${publishedAt.toISOString()}</published>
    <updated>${publishedAt.toISOString()}</updated>
    <author><name>${escape(publisher)}</name></author>${
      description === '' ? '' : `\n    <summary>${escape(description)}</summary>`
    }
  </entry>`,
  )
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>urn:stonks-world:feed:${escape(feed.slug)}</id>
  <title>${escape(feed.title)}</title>
  <updated>${feed.changedAt.toISOString()}</updated>${entries.join('')}
</feed>
`
  return {
    status: 200,
    headers: { ...headers, 'content-type': 'application/atom+xml; charset=utf-8' },
    body,
  }
}
