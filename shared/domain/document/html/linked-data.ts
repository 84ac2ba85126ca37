/** JSON-LD of a page: its article's headline, authors, publisher, date and body (schema.org). */

import { beginning } from '../text/cut.ts'
import { markupToText, plainLine } from './markup.ts'

export type LinkedData = {
  headline: string | null
  author: string | null
  publisher: string | null
  publishedAt: string | null
  modifiedAt: string | null
  url: string | null
  body: string | null
  /** False where the page says that its article must be paid for. */
  isFree: boolean
}

const ARTICLE =
  /^(?:\w*Article|BlogPosting|Report|LiveBlogPosting|SocialMediaPosting|DiscussionForumPosting|QAPage|PressRelease)$/
const THINGS_MAX = 500
const STRING_MAX = 1_000_000
const LINE_MAX = 5_000

type Thing = Record<string, unknown>

/**
 * Facts of this page's article: of several, the one that the page's own address names, else the one
 * with its title, else the first. Scripts that are not JSON are passed over.
 */
export function readLinkedData(
  scripts: readonly string[],
  { urls = [], titles = [] }: { urls?: readonly string[]; titles?: readonly string[] } = {},
): LinkedData {
  const things = scripts.flatMap(parseThings)
  const articles = things.filter((thing) => typesOf(thing).some((type) => ARTICLE.test(type)))
  const article = thisPage(articles, urls, titles) ?? {}
  const byId = new Map(things.map((thing) => [thing['@id'], thing]))
  return {
    headline: lineOf(article['headline']) ?? lineOf(article['name']),
    author: authorsOf(article['author'] ?? article['creator'], byId),
    publisher: namesOf(article['publisher'], byId),
    publishedAt: textOf(article['datePublished']) ?? textOf(article['dateCreated']),
    modifiedAt: textOf(article['dateModified']),
    url: addressesOf(article)[0] ?? null,
    body: bodyOf(article),
    isFree: isFree(article, things),
  }
}

function thisPage(
  articles: readonly Thing[],
  urls: readonly string[],
  titles: readonly string[],
): Thing | undefined {
  if (articles.length < 2) return articles[0]
  const own = new Set(urls.map(bareAddress))
  const addressed = articles.find((one) =>
    addressesOf(one).some((url) => own.has(bareAddress(url))),
  )
  if (addressed) return addressed
  const named = articles.find((one) => {
    const headline = lineOf(one['headline']) ?? lineOf(one['name'])
    return headline !== null && titles.some((title) => title.includes(headline))
  })
  if (named) return named
  // Where each names another address, they are what else there is to read.
  const unaddressed = articles.find((one) => addressesOf(one).length === 0)
  return unaddressed ?? (own.size === 0 ? articles[0] : undefined)
}

function addressesOf(thing: Thing): string[] {
  const main = thing['mainEntityOfPage']
  const id = typeof main === 'string' ? main : textOf((main as Thing | undefined)?.['@id'])
  return [textOf(thing['url']), id, textOf(thing['@id'])].filter(
    (url): url is string => url !== null && /^https?:/i.test(url),
  )
}

/** Addresses that lead to the same page, as one. */
function bareAddress(url: string): string {
  return url
    .replace(/^https?:\/\/(?:www\.|m\.|amp\.)?/i, '')
    .replace(/[?#].*$/s, '')
    .replace(/\/(?:amp\/?|index\.html?)?$/i, '')
    .toLowerCase()
}

function bodyOf(article: Thing): string | null {
  const own = textOf(article['articleBody'])
  if (own !== null) return markupToText(beginning(own, STRING_MAX))
  const updates = article['liveBlogUpdate']
  if (!Array.isArray(updates)) return null
  const told = (updates as unknown[]).slice(0, THINGS_MAX).map((update) => {
    const { headline, articleBody } = (update ?? {}) as Thing
    return [textOf(headline), textOf(articleBody)].filter(Boolean).join('\n\n')
  })
  return markupToText(beginning(told.join('\n\n'), STRING_MAX)) || null
}

function parseThings(script: string): Thing[] {
  const value = parseLoosely(script.replace(/^\s*(?:<!\[CDATA\[|<!--)|(?:\]\]>|-->)\s*;?\s*$/g, ''))
  const things: Thing[] = []
  const waiting: unknown[] = [value]
  for (let at = 0; at < waiting.length && things.length < THINGS_MAX; at += 1) {
    const next = waiting[at]
    if (Array.isArray(next)) waiting.push(...next.slice(0, THINGS_MAX))
    else if (typeof next === 'object' && next !== null) {
      const thing = next as Thing
      things.push(thing)
      for (const key of ['@graph', 'mainEntity', 'mainEntityOfPage'])
        if (typeof thing[key] === 'object') waiting.push(thing[key])
    }
  }
  return things
}

/** Many pages break lines inside strings, which JSON does not allow. */
function parseLoosely(script: string): unknown {
  try {
    return JSON.parse(script)
  } catch {
    try {
      return JSON.parse(
        script
          .replace(/\s+/g, ' ')
          .replace(/,\s*([}\]])/g, '$1')
          .replace(/;\s*$/, ''),
      )
    } catch {
      return undefined
    }
  }
}

function typesOf(thing: Thing): string[] {
  const type = thing['@type']
  const types = Array.isArray(type) ? type : [type]
  return types.filter((name): name is string => typeof name === 'string')
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

function lineOf(value: unknown): string | null {
  const text = textOf(value)
  return text === null ? null : plainLine(beginning(text, LINE_MAX)) || null
}

/** What the article says of itself, else what is said of a part of it, or of the page that holds it. */
function isFree(article: Thing, things: readonly Thing[]): boolean {
  const own = article['isAccessibleForFree']
  if (isFalse(own)) return false
  if (own !== undefined && own !== null) return true
  const parts = [article['hasPart']].flat().slice(0, THINGS_MAX)
  const pages = things.filter((thing) => typesOf(thing).includes('WebPage'))
  return ![...parts, ...pages].some((part) =>
    isFalse((part as Thing | null)?.['isAccessibleForFree']),
  )
}

function isFalse(value: unknown): boolean {
  if (value === false || value === 0) return true
  return (
    typeof value === 'string' && /^(?:https?:\/\/schema\.org\/)?(?:false|no|0)$/i.test(value.trim())
  )
}

type ById = ReadonlyMap<unknown, Thing>

function namesOf(value: unknown, byId: ById): string | null {
  const names = (Array.isArray(value) ? value : [value])
    .slice(0, 10)
    .map((one: unknown) => lineOf(one) ?? lineOf(resolve(one, byId)?.['name']))
    .filter((name): name is string => name !== null && !/^https?:/.test(name))
  return names.length > 0 ? names.join(', ') : null
}

/** Persons, and names without a kind; a company that signs is the publisher. */
function authorsOf(value: unknown, byId: ById): string | null {
  const people = (Array.isArray(value) ? value : [value]).filter((one: unknown) => {
    const thing = resolve(one, byId)
    return (
      !thing || !typesOf(thing).some((type) => /Organi[sz]ation|Corporation|WebSite/.test(type))
    )
  })
  return namesOf(people, byId)
}

function resolve(value: unknown, byId: ById): Thing | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const thing = value as Thing
  return thing['name'] === undefined ? (byId.get(thing['@id']) ?? thing) : thing
}
