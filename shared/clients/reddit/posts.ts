/** Posts of subreddits as documents: each post once, however often it is posted on. */

import { RedditConfig } from '../../contracts/sources/reddit.ts'
import { readPublished } from '../../domain/document/text/instant.ts'
import { postCredibility } from '../../domain/source/post-standing.ts'
import type { Adapter, Errand, FoundDocument, Reject } from '../../domain/source/found.ts'
import { DAY_MS } from '../../domain/spans.ts'
import { messageOf, PermanentFault } from '../../host/faults.ts'
import { sourceSettingsOf } from '../../host/source-settings.ts'
import { reddit as descriptor } from '../../domain/source/reddit.ts'
import type { Reddit } from './client.ts'
import { passedOver, readAuthors, readPosts, type Post } from './read-posts.ts'
import { ASKS_MAX, inTurn, paceOf, readInTurn } from './rounds.ts'

const PAGE = '100'
/** Reddit lists no more than a thousand; what is older than the last fetch is known. */
const PAGES_MAX = 3
/** So many authors are asked for at once. */
const AUTHORS_MAX = 100
const PUBLIC_URL = 'https://www.reddit.com'

/** A subreddit that is gone or closed costs itself alone. */
export function redditPosts(reddit: Reddit): Adapter {
  return async (errand) => {
    const { job, now, signal } = errand
    const settings = sourceSettingsOf(RedditConfig, job)
    const since = new Date(now.getTime() - settings.lookback_days * DAY_MS)
    const posts: Post[] = []
    const rejects: Reject[] = []
    let asks = 0
    const round = await readInTurn(
      inTurn(settings.subreddits, errand.seen),
      () => ASKS_MAX - asks,
      async (subreddit, hasBegun) => {
        const into = { since, signal, posts, rejects, hasBegun, asked: () => (asks += 1) }
        await collect(reddit, `/r/${subreddit}/${settings.listing}`, into)
      },
    )
    const { faults, left } = round
    if (faults[0] && round.read.length === 0 && left.length === 0) throw faults[0].fault
    const passed = new Map<string, number>()
    const taken = posts.filter((post) => {
      const why = passedOver(post, settings.nsfw)
      if (why) passed.set(why, (passed.get(why) ?? 0) + 1)
      return (
        !why &&
        post.created_utc * 1000 >= since.getTime() &&
        post.created_utc * 1000 <= now.getTime()
      )
    })
    const once = originals(taken)
    const authors = await authorsOf(reddit, once, signal)
    const documents = once.map((post) => toDocument(post, authors, errand))
    return {
      documents,
      rejects,
      missing: [
        ...faults.map(({ subreddit, fault }) => `r/${subreddit}: ${messageOf(fault)}`),
        ...left.map((subreddit) => `r/${subreddit}: left to the next fetch`),
      ],
      seen: {
        lastPublishedAt: newestOf(documents),
        state: left[0] === undefined ? {} : { next_subreddit: left[0] },
      },
      notes: [
        ...paceOf(round, settings.polling_interval_seconds ?? descriptor.cadenceSeconds),
        ...[...passed].map(([why, times]) => `${times} ${why}`),
      ],
    }
  }
}

type Collecting = {
  since: Date
  signal: AbortSignal
  posts: Post[]
  rejects: Reject[]
  hasBegun: boolean
  /** Told of each request. */
  asked: () => void
}

async function collect(
  reddit: Reddit,
  path: string,
  { since, signal, posts, rejects, hasBegun, asked }: Collecting,
): Promise<void> {
  let after: string | null = null
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const query: Record<string, string> = after ? { limit: PAGE, after } : { limit: PAGE }
    asked()
    const read = readPosts(await reddit.read(path, query, signal, hasBegun || page > 0))
    if (!read)
      throw new PermanentFault('source_malformed', `Read ${path} of Reddit: it is no listing`)
    posts.push(...read.posts)
    rejects.push(...read.rejects)
    const oldest = Math.min(...read.posts.map(({ created_utc: seconds }) => seconds * 1000))
    if (read.after === null || read.posts.length === 0 || oldest < since.getTime()) return
    after = read.after
  }
}

/** When authors came; where Reddit does not say, all count as new. */
async function authorsOf(
  reddit: Reddit,
  posts: readonly Post[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const names = posts
    .map(({ author_fullname: name }) => name)
    .filter((name) => /^t2_\w+$/.test(name))
  const ids = [...new Set(names)].slice(0, AUTHORS_MAX).join(',')
  if (ids === '') return new Map()
  try {
    return readAuthors(await reddit.read('/api/user_data_by_account_ids', { ids }, signal, true))
  } catch (fault) {
    if (fault instanceof PermanentFault) return new Map()
    throw fault
  }
}

/** A post that is posted on to another place stays the first. */
function idOf({ crosspost_parent: parent, name }: Post): string {
  return parent || name
}

/** Each post once: itself where it is there, else the first that posts it on. */
function originals(posts: readonly Post[]): Post[] {
  const byId = new Map<string, Post>()
  for (const post of posts) {
    const known = byId.get(idOf(post))
    const isNearer = !known || (known.crosspost_parent !== '' && post.crosspost_parent === '')
    if (isNearer) byId.set(idOf(post), post)
  }
  return [...byId.values()]
}

function newestOf(documents: readonly FoundDocument[]): Date | null {
  const times = documents.map(({ publishedAt }) => publishedAt.getTime())
  return times.length ? new Date(Math.max(...times)) : null
}

function toDocument(
  post: Post,
  authors: ReadonlyMap<string, number>,
  { job, now }: Errand,
): FoundDocument {
  const { at, flags } = readPublished(String(post.created_utc), { now, lookBackDays: 36_500 })
  const came = authors.get(post.author_fullname)
  const authorAgeDays = came === undefined ? null : (at.getTime() / 1000 - came) / 86_400
  const id = idOf(post)
  const link = `${PUBLIC_URL}${post.permalink}`
  const item = {
    id,
    title: post.title,
    link,
    author: post.author,
    published: at.toISOString(),
    content: post.selftext,
    summary: '',
    publisher: `Reddit, r/${post.subreddit}`,
    ...keptOf(post, authorAgeDays),
  }
  return {
    documentType: 'article',
    identity: `reddit\n${id}`,
    sourceItemId: id,
    ticker: job.ticker,
    title: post.title,
    url: link,
    author: post.author || null,
    publisher: item.publisher,
    publisherDomain: 'reddit.com',
    summary: '',
    credibilityScore: postCredibility(post.score, authorAgeDays),
    publishedAt: at,
    hourIsSynthetic: false,
    dateFlags: flags,
    raw: {
      bucket: 'stonks-raw-news',
      bytes: Buffer.from(JSON.stringify(item)),
      mediaType: 'application/json',
    },
  }
}

/** What is kept of a post beside its words. */
function keptOf(post: Post, authorAgeDays: number | null) {
  return {
    score: post.score,
    comments: post.num_comments,
    author_age_days: authorAgeDays,
    is_self: post.is_self,
    links_to: post.is_self ? null : post.url,
    over_18: post.over_18,
    flair: post.link_flair_text,
    crosspost_of: post.crosspost_parent || null,
  }
}
