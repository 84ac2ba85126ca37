/**
 * One news item as its source gave it: what a raw object of type application/json holds.
 *
 * Two shapes are known: Polygon's reference news and a feed entry. Fields that neither needs may
 * be missing or null; a value of the wrong type counts as missing, of a list each element by itself,
 * so that one odd field does not cost the item.
 */

import * as v from 'valibot'

const Text = v.fallback(v.nullish(v.string(), null), null)
const Texts = v.fallback(
  v.pipe(
    v.union([v.array(v.unknown()), v.string()]),
    v.transform((told) =>
      (typeof told === 'string' ? [told] : told).filter((one) => typeof one === 'string'),
    ),
  ),
  [],
)
const Named = v.pipe(
  v.union([v.string(), v.looseObject({ name: Text })]),
  v.transform((told) => (typeof told === 'string' ? told : told.name)),
)
const Publisher = v.fallback(v.nullish(Named, null), null)

const Item = v.pipe(
  v.looseObject({
    title: Text,
    author: Text,
    publisher: Publisher,
    tickers: Texts,
    description: Text,
    /** Polygon's. */
    article_url: Text,
    published_utc: Text,
    /** A feed's. */
    link: Text,
    published: Text,
    content: Text,
    summary: Text,
  }),
  v.check(
    ({ title, ...rest }) =>
      [title, rest.article_url, rest.link, rest.description, rest.content, rest.summary].some(
        (text) => text !== null,
      ),
    'an item has a title, a text or a link',
  ),
)

export type RawItem = {
  /** Empty where it has none. */
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
  if (Array.isArray(value)) return undefined
  const item = v.safeParse(Item, value)
  if (!item.success) return undefined
  const { title, author, publisher, tickers, ...rest } = item.output
  return {
    title: title ?? '',
    author,
    publisher,
    publishedAt: rest.published_utc ?? rest.published,
    url: rest.article_url ?? rest.link,
    body: [rest.content, rest.summary, rest.description].find((text) => text) ?? '',
    tickers,
  }
}
