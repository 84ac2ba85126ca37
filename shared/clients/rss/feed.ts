/** The news of a feed, asked for again only where it changed (RFC 9110, section 13.1.2). */

import { WebConfig } from '../../contracts/sources/web-scrape.ts'
import { readFeed, type FeedItem } from './read-feed.ts'
import { expectGood } from '../guarded/answer.ts'
import type { GuardedFetch } from '../guarded/fetch.ts'
import { credibilityOf } from '../../domain/source/credibility.ts'
import { storyIdentity } from '../../domain/document/story.ts'
import { readInstant } from '../../domain/document/text/instant.ts'
import type { Adapter, Errand, FoundDocument } from '../../domain/source/found.ts'
import { sourceSettingsOf, settingText } from '../../host/source-settings.ts'

const limits = {
  // Twice as much of nothing but names of elements takes the reader more than two seconds.
  bytesMax: 5 * 1024 * 1024,
  waitMs: 15_000,
  wants: {
    says: 'a feed',
    test: (mediaType: string) => /^$|^text\/|xml|json|octet-stream/.test(mediaType),
  },
}
const ACCEPT =
  'application/rss+xml, application/atom+xml, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9'

export const feed =
  (guardedFetch: GuardedFetch): Adapter =>
  async ({ job, seen, now, signal }) => {
    const { url } = sourceSettingsOf(WebConfig, job)
    const etag = settingText(seen.state, 'etag')
    const headers = { accept: ACCEPT, ...(etag ? { 'if-none-match': etag } : {}) }
    const answer = expectGood(await guardedFetch(url, { ...limits, headers, signal }))
    if (answer.status === 304) return { documents: [], seen: {} }
    const items = readFeed(answer.body.toString('utf8'))
    const documents = items
      .filter(({ title }) => title !== '')
      .map((item) => toDocument(item, job, now))
    const known = documents.filter(({ publishedAt }) => publishedAt <= now)
    const newest = known.reduce((at, { publishedAt }) => Math.max(at, publishedAt.getTime()), 0)
    // An item dated ahead is taken when its time has come, so the feed must not answer "unchanged".
    const isWhole = known.length === documents.length
    const untitled = items.length - documents.length
    return {
      documents: known,
      seen: {
        lastPublishedAt: newest ? new Date(newest) : null,
        state: { etag: isWhole ? (answer.headers.get('etag') ?? '') : '' },
      },
      notes: untitled ? [`${untitled} items without a title`] : [],
    }
  }

function toDocument(item: FeedItem, job: Errand['job'], now: Date): FoundDocument {
  const publisher = item.publisher || job.source_name
  const publishedAt = readInstant(item.published)
  return {
    documentType: 'article',
    identity: storyIdentity({ title: item.title, publishedAt, publisher, url: item.link || null }),
    ticker: job.ticker,
    title: item.title,
    url: item.link || null,
    author: item.author || null,
    publisher,
    summary: item.summary,
    credibilityScore: credibilityOf(publisher, job.credibility_score),
    // Undated: known since now.
    publishedAt: publishedAt ?? now,
    hourIsSynthetic: publishedAt === null,
    raw: {
      bucket: 'stonks-raw-news',
      bytes: Buffer.from(JSON.stringify({ ...item, publisher })),
      mediaType: 'application/json',
    },
  }
}
