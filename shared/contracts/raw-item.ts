/**
 * One news item as its source gave it: what a raw object of type application/json holds.
 *
 * Two shapes are known: Polygon's reference news and a feed entry. Fields that neither needs may
 * be missing or null; a value of the wrong type counts as missing, so that one odd field does not
 * cost the item.
 */

import * as v from 'valibot'

const Text = v.fallback(v.optional(v.nullable(v.string())), null)
const Texts = v.fallback(v.optional(v.array(v.string())), [])

const PolygonItem = v.looseObject({
  title: v.string(),
  article_url: v.string(),
  publisher: v.fallback(v.optional(v.nullable(v.looseObject({ name: Text }))), null),
  author: Text,
  published_utc: Text,
  description: Text,
  tickers: Texts,
})

const FeedItem = v.looseObject({
  title: v.string(),
  link: Text,
  author: Text,
  published: Text,
  content: Text,
  summary: Text,
  description: Text,
  publisher: v.fallback(
    v.optional(v.nullable(v.union([v.string(), v.looseObject({ name: Text })]))),
    null,
  ),
  tickers: Texts,
})

export type RawItem = {
  title: string
  author: string | null
  publisher: string | null
  publishedAt: string | null
  url: string | null
  /** May be HTML. */
  body: string
  tickers: string[]
}

/** Reads an item in either shape; undefined where it is neither. */
export function readRawItem(value: unknown): RawItem | undefined {
  const polygon = v.safeParse(PolygonItem, value)
  if (polygon.success) {
    const { title, author, publisher, published_utc, article_url, description, tickers } =
      polygon.output
    return {
      title,
      author: author ?? null,
      publisher: publisher?.name ?? null,
      publishedAt: published_utc ?? null,
      url: article_url,
      body: description ?? '',
      tickers: tickers ?? [],
    }
  }
  const feed = v.safeParse(FeedItem, value)
  if (!feed.success) return undefined
  const { title, author, publisher, published, link, content, summary, description, tickers } =
    feed.output
  return {
    title,
    author: author ?? null,
    publisher: typeof publisher === 'string' ? publisher : (publisher?.name ?? null),
    publishedAt: published ?? null,
    url: link ?? null,
    body: [content, summary, description].find((text) => text) ?? '',
    tickers: tickers ?? [],
  }
}
