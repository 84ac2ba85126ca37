/** Reddit's listings, tokens and authors: made posts that link some of the articles about companies. */

import { articleUrl } from '../contents/links.ts'
import { reddit } from '#shared/domain/source/reddit.ts'
import { beginning } from '#shared/domain/document/text/cut.ts'
import type { Clock } from '#shared/host/clock.ts'
import { json, type WorldRoute } from '../http/answer.ts'
import type { Library } from '../contents/library.ts'
import { openRandom } from '../contents/random.ts'
import type { World, WorldArticle } from '../contents/world.ts'

export type RedditSource = { world: World; library: Library; clock: Clock; linkBase: string }

const LIMIT_DEFAULT = 25
const LIMIT_MAX = 100
/** One article in three about a company is posted, up to an hour after it appeared. */
const POSTED_SHARE = 1 / 3
const DELAY_SECONDS_MAX = 3600
/** How far back posts are looked for; Reddit itself lists no more than a thousand. */
const ARTICLES_MAX = 3000

export function redditRoute(source: RedditSource): WorldRoute {
  return ({ method, path, query }) => {
    if (path === '/api/v1/access_token') return method === 'POST' ? json(200, TOKEN) : undefined
    if (/^\/api\/user_data_by_account_ids(?:\.json)?$/.test(path)) return json(200, AUTHORS)
    const sub = /^\/r\/(\w{2,21})\/(?:new|hot)(?:\.json)?$/.exec(path)?.[1]
    if (sub === undefined) return undefined
    const limit = Math.min(LIMIT_MAX, Math.max(1, Number(query.get('limit')) || LIMIT_DEFAULT))
    const posts = postsOf(source, sub)
    const after = query.get('after')
    const start = after === null ? 0 : posts.findIndex(({ name }) => name === after) + 1
    const page = posts.slice(start, start + limit)
    return json(200, {
      kind: 'Listing',
      data: {
        modhash: '',
        children: page.map((data) => ({ kind: 't3', data })),
        after: start + limit < posts.length ? (page.at(-1)?.name ?? null) : null,
        before: null,
      },
    })
  }
}

/** Posts that are there now, newest first. */
function postsOf({ world, library, clock, linkBase }: RedditSource, sub: string) {
  const now = clock.now()
  const { articles, count } = library.published({}, now)
  const posts = []
  for (const article of articles.slice(Math.max(0, count - ARTICLES_MAX), count)) {
    if (article.tickers.length === 0) continue
    const random = openRandom(world.seed, reddit.type, sub.toLowerCase(), article.id)
    if (!random.chance(POSTED_SHARE)) continue
    const postedAt = article.publishedAt.getTime() + random.whole(60, DELAY_SECONDS_MAX) * 1000
    if (postedAt > now.getTime()) continue
    const drawn = {
      id: random.whole(36 ** 5, 36 ** 6 - 1).toString(36),
      score: random.whole(0, 900),
    }
    posts.push(
      postOf(article, { ...drawn, sub, postedAt, linkBase, comments: random.whole(0, 300) }),
    )
  }
  return posts.sort((a, b) => b.created_utc - a.created_utc || (a.id < b.id ? -1 : 1))
}

type Drawn = {
  id: string
  score: number
  sub: string
  postedAt: number
  linkBase: string
  comments: number
}

function postOf(article: WorldArticle, drawn: Drawn) {
  const { title, tickers } = article
  const { id, score, sub, postedAt, linkBase, comments } = drawn
  const url = articleUrl(linkBase, article)
  const slug = beginning(title.toLowerCase().replace(/[^a-z0-9]+/g, '_'), 48)
  const seconds = Math.floor(postedAt / 1000)
  return {
    ...POST,
    id,
    name: `t3_${id}`,
    subreddit: sub,
    title: `$${tickers[0] ?? ''} ${title}`,
    domain: new URL(url).hostname,
    url,
    permalink: `/r/${sub}/comments/${id}/${slug}/`,
    score,
    ups: score,
    num_comments: comments,
    created: seconds,
    created_utc: seconds,
  }
}

/** Any client is given one: posts here are nobody's. */
const TOKEN = { access_token: 'world', token_type: 'bearer', expires_in: 3600, scope: '*' }
const AUTHORS = { t2_world: { name: 'world_bot', created_utc: 1_262_304_000 } }

/** What is the same in every post. */
const POST = {
  banned_by: null,
  media_embed: {},
  selftext_html: null,
  selftext: '',
  likes: null,
  suggested_sort: null,
  user_reports: [],
  secure_media: null,
  link_flair_text: 'News',
  from_kind: null,
  gilded: 0,
  archived: false,
  clicked: false,
  report_reasons: null,
  author: 'world_bot',
  author_fullname: 't2_world',
  media: null,
  approved_by: null,
  over_18: false,
  hidden: false,
  thumbnail: 'default',
  subreddit_id: 't5_world',
  hide_score: false,
  edited: false,
  link_flair_css_class: null,
  author_flair_css_class: null,
  downs: 0,
  secure_media_embed: {},
  saved: false,
  removal_reason: null,
  stickied: false,
  from: null,
  is_self: false,
  from_id: null,
  locked: false,
  author_flair_text: null,
  quarantine: false,
  distinguished: null,
  mod_reports: [],
  visited: false,
  num_reports: null,
}
