/** JSON-LD of a page: its article's headline, authors, publisher, date and body (schema.org). */

export type LinkedData = {
  headline: string | null
  author: string | null
  publisher: string | null
  publishedAt: string | null
  url: string | null
  body: string | null
}

const ARTICLE =
  /^(?:\w*Article|NewsArticle|BlogPosting|Report|LiveBlogPosting|SocialMediaPosting|WebPage)$/
const THINGS_MAX = 500

type Thing = Record<string, unknown>

/** Facts of the first article among the scripts; scripts that are not JSON are passed over. */
export function readLinkedData(scripts: readonly string[]): LinkedData {
  const things = scripts.flatMap(parseThings)
  const articles = things.filter((thing) => typesOf(thing).some((type) => ARTICLE.test(type)))
  const article = articles.find((thing) => !typesOf(thing).includes('WebPage')) ?? {}
  return {
    headline: textOf(article['headline']) ?? textOf(article['name']),
    author: namesOf(article['author']),
    publisher: namesOf(article['publisher']),
    publishedAt: textOf(article['datePublished']),
    url:
      textOf(article['url']) ?? textOf((article['mainEntityOfPage'] as Thing | undefined)?.['@id']),
    body: textOf(article['articleBody']),
  }
}

function parseThings(script: string): Thing[] {
  let value: unknown
  try {
    value = JSON.parse(script.replace(/^\s*(?:<!\[CDATA\[|<!--)|(?:\]\]>|-->)\s*$/g, ''))
  } catch {
    return []
  }
  const things: Thing[] = []
  const waiting: unknown[] = [value]
  for (
    let next = waiting.shift();
    next !== undefined && things.length < THINGS_MAX;
    next = waiting.shift()
  ) {
    if (Array.isArray(next)) waiting.push(...next.slice(0, THINGS_MAX))
    else if (typeof next === 'object' && next !== null) {
      things.push(next as Thing)
      if ('@graph' in next) waiting.push(next['@graph'])
    }
  }
  return things
}

function typesOf(thing: Thing): string[] {
  const type = thing['@type']
  const types = Array.isArray(type) ? type : [type]
  return types.filter((name): name is string => typeof name === 'string')
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

function namesOf(value: unknown): string | null {
  const names = (Array.isArray(value) ? value : [value])
    .map((one: unknown) => textOf(one) ?? textOf((one as Thing | null | undefined)?.['name']))
    .filter((name): name is string => name !== null && !/^https?:/.test(name))
  return names.length > 0 ? names.slice(0, 10).join(', ') : null
}
