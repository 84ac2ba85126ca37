/** Polygon's `/v2/reference/news`: articles by ticker and time, a page at a time. */

import { readInstant } from '#shared/domain/document/text/instant.ts'
import type { Clock } from '#shared/host/clock.ts'
import { json, type WorldAnswer, type WorldRequest } from '../http/answer.ts'
import { slugOf, type Library } from '../contents/library.ts'
import { articleUrl } from '../contents/links.ts'
import { countWhile } from '../contents/sessions.ts'
import type { World, WorldArticle } from '../contents/world.ts'
import { PolygonRefusal } from './polygon-refusal.ts'
import { DAY_MS } from '#shared/domain/spans.ts'

export type NewsSource = { world: World; library: Library; clock: Clock; linkBase: string }

const LIMIT_DEFAULT = 10
const LIMIT_MAX = 1000
const COMPARISONS = ['gte', 'gt', 'lte', 'lt'] as const

/** Half-open window of milliseconds, and where the last page ended. */
type Question = {
  ticker: string | undefined
  from: number
  until: number
  order: 'asc' | 'desc'
  limit: number
  after?: [ms: number, id: string]
}

export function answerNews(source: NewsSource, ask: WorldRequest, requestId: string): WorldAnswer {
  const question = questionOf(ask.query)
  const { ticker } = question
  const shelf = source.library.published(ticker === undefined ? {} : { ticker }, source.clock.now())
  const articles = shelf.articles.slice(0, shelf.count)
  const first = countWhile(articles, (article) => article.publishedAt.getTime() < question.from)
  const last = countWhile(articles, (article) => article.publishedAt.getTime() < question.until)
  const { page, more } = pageOf(articles, first, last, question)
  return json(200, {
    results: page.map((article) => itemOf(article, source)),
    status: 'OK',
    request_id: requestId,
    count: page.length,
    ...(more ? { next_url: nextUrl(ask, question, page.at(-1) as WorldArticle) } : {}),
  })
}

function pageOf(
  articles: readonly WorldArticle[],
  first: number,
  last: number,
  question: Question,
) {
  const { after, limit, order } = question
  let from = first
  let until = last
  if (after && order === 'asc')
    from = Math.max(
      from,
      countWhile(articles, (each) => !follows(each, after)),
    )
  if (after && order === 'desc')
    until = Math.min(
      until,
      countWhile(articles, (each) => precedes(each, after)),
    )
  if (order === 'asc')
    return { page: articles.slice(from, Math.min(until, from + limit)), more: until - from > limit }
  return {
    page: articles.slice(Math.max(from, until - limit), Math.max(from, until)).toReversed(),
    more: until - from > limit,
  }
}

function follows({ publishedAt, id }: WorldArticle, [ms, last]: [number, string]): boolean {
  return publishedAt.getTime() > ms || (publishedAt.getTime() === ms && id > last)
}

function precedes({ publishedAt, id }: WorldArticle, [ms, last]: [number, string]): boolean {
  return publishedAt.getTime() < ms || (publishedAt.getTime() === ms && id < last)
}

function itemOf(article: WorldArticle, { linkBase, world }: NewsSource) {
  const slug = slugOf(article.publisher)
  const homepage = `${linkBase}/publishers/${slug}/`
  return {
    id: article.id,
    publisher: {
      name: article.publisher,
      homepage_url: homepage,
      logo_url: `${homepage}logo.svg`,
      favicon_url: `${homepage}favicon.ico`,
    },
    title: article.title,
    author: world.label === 'simulated' ? `${article.publisher} (simulated)` : article.publisher,
    published_utc: secondsOf(article.publishedAt),
    article_url: articleUrl(linkBase, article),
    tickers: article.tickers,
    ...(article.description === '' ? {} : { description: article.description }),
    // Not Polygon's: it says that the data gave a date only.
    ...(article.hourIsSynthetic ? { hour_is_synthetic: true } : {}),
  }
}

/** `2022-04-28T17:08:00Z`, as Polygon writes moments. */
function secondsOf(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`
}

function nextUrl({ origin, path }: WorldRequest, question: Question, last: WorldArticle): string {
  const cursor: Question = { ...question, after: [last.publishedAt.getTime(), last.id] }
  const text = Buffer.from(
    JSON.stringify({ ...cursor, until: finite(cursor.until), from: finite(cursor.from) }),
  )
  return `${origin}/polygon${path}?cursor=${text.toString('base64url')}`
}

function finite(value: number): number {
  return Math.min(Math.max(value, -8.64e15), 8.64e15)
}

function questionOf(query: URLSearchParams): Question {
  const cursor = query.get('cursor')
  if (cursor !== null) return fromCursor(cursor)
  const limit = Number(query.get('limit') ?? LIMIT_DEFAULT)
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX) {
    throw new PolygonRefusal(`limit must be a number from 1 to ${LIMIT_MAX}`)
  }
  const order = query.get('order') ?? 'desc'
  if (!/^(asc|desc|ascending|descending)$/.test(order))
    throw new PolygonRefusal('order must be asc or desc')
  const sort = query.get('sort') ?? 'published_utc'
  if (sort !== 'published_utc') throw new PolygonRefusal('sort must be published_utc')
  return {
    ...windowOf(query),
    ticker: query.get('ticker') ?? undefined,
    order: order.startsWith('asc') ? 'asc' : 'desc',
    limit,
  }
}

function windowOf(query: URLSearchParams): { from: number; until: number } {
  let from = -Infinity
  let until = Infinity
  const exact = query.get('published_utc')
  if (exact !== null) {
    from = momentOf('published_utc', exact)
    until = from + (exact.length === 10 ? DAY_MS : 1000)
  }
  for (const comparison of COMPARISONS) {
    const text = query.get(`published_utc.${comparison}`)
    if (text === null) continue
    const at = momentOf(`published_utc.${comparison}`, text)
    if (comparison === 'gte') from = Math.max(from, at)
    if (comparison === 'gt') from = Math.max(from, at + 1)
    if (comparison === 'lte') until = Math.min(until, at + 1)
    if (comparison === 'lt') until = Math.min(until, at)
  }
  return { from, until }
}

function momentOf(name: string, text: string): number {
  const at = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?$/.test(text)
    ? (readInstant(text)?.getTime() ?? Number.NaN)
    : Number.NaN
  if (Number.isNaN(at)) {
    throw new PolygonRefusal(
      `failed to parse ${name} parameter "${text}": use YYYY-MM-DD or RFC 3339`,
    )
  }
  return at
}

function fromCursor(cursor: string): Question {
  try {
    const read = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as Question
    if (typeof read.limit === 'number' && Array.isArray(read.after)) return read
  } catch {
    // Falls through to the refusal: a cursor nobody gave.
  }
  throw new PolygonRefusal('cursor is not one this service gave')
}
