/** News as Polygon tells it, from where the last fetch stopped up to now. */

import * as v from 'valibot'
import { Ticker } from '../../contracts/primitives.ts'
import { NewsConfig } from '../../contracts/sources/news-api.ts'
import type { Polygon } from './client.ts'
import { credibilityOf } from '../../domain/source/credibility.ts'
import { storyIdentity } from '../../domain/document/story.ts'
import type { Adapter, FoundDocument } from '../../domain/source/found.ts'
import { sourceSettingsOf } from '../../host/source-settings.ts'
import { DAY_MS, MINUTE_MS } from '../../domain/spans.ts'

/** Some items appear a little after the moment they carry. */
const OVERLAP_MS = 10 * MINUTE_MS

/** Only what we read; the item is stored as it came. */
const NewsItem = v.looseObject({
  title: v.pipe(v.string(), v.trim(), v.minLength(1)),
  published_utc: v.pipe(v.string(), v.isoTimestamp()),
  article_url: v.nullish(v.string()),
  author: v.nullish(v.string()),
  description: v.nullish(v.string()),
  publisher: v.nullish(v.looseObject({ name: v.nullish(v.string()) })),
  tickers: v.nullish(v.array(v.string())),
  hour_is_synthetic: v.nullish(v.boolean()),
})

/** The adapter over a Polygon client; an item it cannot read is passed over and noted. */
export function polygonNews(polygon: Pick<Polygon, 'news'>): Adapter {
  return async ({ job, seen, now, signal }) => {
    const lookbackMs = sourceSettingsOf(NewsConfig, job).lookback_days * DAY_MS
    const from = seen.lastPublishedAt
      ? new Date(seen.lastPublishedAt.getTime() - OVERLAP_MS)
      : new Date(now.getTime() - lookbackMs)
    const { items } = await polygon.news({ from, to: now, ticker: job.ticker }, signal)
    const documents = items.map(toDocument).filter((document) => document !== undefined)
    // What carries a later moment is not yet news; it will be asked for again.
    const known = documents.filter(({ publishedAt }) => publishedAt <= now)
    const newest = known.reduce((at, { publishedAt }) => Math.max(at, publishedAt.getTime()), 0)
    const unread = items.length - documents.length
    return {
      documents: known,
      seen: { lastPublishedAt: newest ? new Date(newest) : null },
      notes: unread ? [`${unread} items without a title or a date`] : [],
    }
  }
}

function toDocument(item: unknown): FoundDocument | undefined {
  const read = v.safeParse(NewsItem, item)
  if (!read.success) return undefined
  const { title, published_utc: published, article_url: url, publisher, ...rest } = read.output
  const publishedAt = new Date(published)
  const name = publisher?.name ?? ''
  return {
    documentType: 'article',
    identity: storyIdentity({ title, publishedAt, publisher: name, url: url ?? null }),
    ticker: rest.tickers?.find((ticker) => v.is(Ticker, ticker)) ?? '',
    title,
    url: url ?? null,
    author: rest.author ?? null,
    publisher: name,
    summary: rest.description ?? '',
    credibilityScore: credibilityOf(name),
    publishedAt,
    hourIsSynthetic: rest.hour_is_synthetic ?? false,
    raw: {
      bucket: 'stonks-raw-news',
      bytes: Buffer.from(JSON.stringify(item)),
      mediaType: 'application/json',
    },
  }
}
