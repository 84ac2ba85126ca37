/** Reads a JSON Feed (versions 1 and 1.1), item by item. */

import * as v from 'valibot'
import { resolved, type FeedItem } from './read-item.ts'
import type { ReadItem } from './read-feed.ts'
import { plainTitle, textShown, titleOfText } from './text.ts'

const Text = v.fallback(
  v.pipe(
    v.union([v.string(), v.number()]),
    v.transform((value) => textShown(String(value))),
  ),
  '',
)
const Author = v.fallback(v.looseObject({ name: v.optional(Text, '') }), { name: '' })
const Item = v.looseObject({
  id: v.optional(Text, ''),
  url: v.optional(Text, ''),
  external_url: v.optional(Text, ''),
  title: v.optional(Text, ''),
  content_html: v.optional(Text, ''),
  content_text: v.optional(Text, ''),
  summary: v.optional(Text, ''),
  date_published: v.optional(Text, ''),
  date_modified: v.optional(Text, ''),
  author: v.optional(Author, { name: '' }),
  authors: v.fallback(v.optional(v.array(Author), []), []),
})

/** Undefined where the text is no JSON Feed. */
export function readJsonFeed(text: string, url: string): ReadItem[] | undefined {
  const feed = v.safeParse(v.looseObject({ items: v.array(v.unknown()) }), parsed(text))
  if (!feed.success) return undefined
  return feed.output.items.map((given) => {
    const read = v.safeParse(Item, given)
    return {
      item: read.success ? toItem(read.output, url) : undefined,
      says: `expected an object, found ${Array.isArray(given) ? 'a list' : `a ${typeof given}`}`,
      raw: () => JSON.stringify(given),
    }
  })
}

function toItem(item: v.InferOutput<typeof Item>, url: string): FeedItem {
  const content = item.content_html || item.content_text
  return {
    id: item.id,
    title: plainTitle(item.title) || titleOfText(item.summary, content),
    link: resolved(item.url, url) || resolved(item.external_url, url) || linkOfId(item.id),
    author: plainTitle(item.authors[0]?.name ?? item.author.name),
    published: item.date_published || item.date_modified,
    content,
    summary: item.summary,
    publisher: '',
  }
}

function linkOfId(id: string): string {
  return /^https?:/.test(id) ? resolved(id, id) : ''
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
