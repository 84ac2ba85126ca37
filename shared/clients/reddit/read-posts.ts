/** Reads a listing of Reddit's, post by post. */

import * as v from 'valibot'
import { cleanText } from '../../domain/document/text/clean.ts'
import type { Reject } from '../../domain/source/found.ts'

const text = (max: number) =>
  v.optional(
    v.fallback(
      v.pipe(
        v.string(),
        v.transform((given) => cleanText(given, max).trim()),
      ),
      '',
    ),
    '',
  )
const flag = v.optional(v.fallback(v.boolean(), false), false)
const count = v.optional(v.fallback(v.number(), 0), 0)

const Post = v.object({
  /** `t3_` and an id. */
  name: text(40),
  title: text(2_000),
  selftext: text(200_000),
  author: text(100),
  author_fullname: text(40),
  subreddit: text(40),
  permalink: text(1_000),
  url: text(4_000),
  link_flair_text: text(200),
  removed_by_category: text(40),
  crosspost_parent: text(40),
  created_utc: count,
  score: count,
  num_comments: count,
  is_self: flag,
  over_18: flag,
  stickied: flag,
  pinned: flag,
  promoted: flag,
  quarantine: flag,
})
export type Post = v.InferOutput<typeof Post>

const Listing = v.object({
  data: v.object({
    children: v.array(v.unknown()),
    after: v.optional(v.fallback(v.nullable(v.string()), null), null),
  }),
})
const Child = v.looseObject({ data: Post })

export type ReadPosts = { posts: Post[]; rejects: Reject[]; after: string | null }

/** Undefined where it is no listing. */
export function readPosts(listing: unknown): ReadPosts | undefined {
  const read = v.safeParse(Listing, listing)
  if (!read.success) return undefined
  const { children, after } = read.output.data
  const posts: Post[] = []
  const rejects: Reject[] = []
  for (const child of children) {
    const post = v.safeParse(Child, child)
    const item = Buffer.from(JSON.stringify(child))
    if (!post.success || !/^t3_\w+$/.test(post.output.data.name))
      rejects.push({ reason: 'not_an_item', says: 'expected a post with its name', item })
    else if (post.output.data.title === '')
      rejects.push({ reason: 'no_title', says: 'expected a title, found none', item })
    else posts.push(post.output.data)
  }
  return { posts, rejects, after }
}

const GONE = /^\[(?:removed|deleted)(?: by \w+)?\]$/i

/** Why a post is passed over; undefined for one that is news to somebody. */
export function passedOver(post: Post, wantsNsfw: boolean): string | undefined {
  if (post.removed_by_category || GONE.test(post.selftext) || GONE.test(post.title))
    return 'removed'
  if (GONE.test(post.author)) return 'deleted'
  if (post.stickied || post.pinned) return 'stickied'
  if (post.promoted) return 'promoted'
  if (post.quarantine) return 'quarantined'
  return post.over_18 && !wantsNsfw ? 'nsfw' : undefined
}

/** Seconds since 1970 at which each author came, by full name. */
export function readAuthors(answer: unknown): Map<string, number> {
  const authors = v.safeParse(v.record(v.string(), v.unknown()), answer)
  const came = new Map<string, number>()
  for (const [id, told] of Object.entries(authors.output ?? {})) {
    const author = v.safeParse(v.looseObject({ created_utc: v.number() }), told)
    if (author.success) came.set(id, author.output.created_utc)
  }
  return came
}
