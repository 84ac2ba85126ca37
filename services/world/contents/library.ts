/** Articles found by time, company and publisher without a scan. */

import { countWhile } from './sessions.ts'
import type { World, WorldArticle } from './world.ts'

export type Library = {
  /** Articles of all, or of one ticker or publisher's slug, oldest first, published by `now`. */
  published(by: { ticker?: string; slug?: string }, now: Date): Shelf
  /** One article, once it is published. */
  find(id: string, now: Date): WorldArticle | undefined
  publishers: { slug: string; name: string; articles: number; named: number }[]
}

/** The first `count` entries of `articles`: nothing beyond may be looked at. */
export type Shelf = { articles: readonly WorldArticle[]; count: number }

export function openLibrary(world: World): Library {
  const byTicker = new Map<string, WorldArticle[]>()
  const bySlug = new Map<string, WorldArticle[]>()
  const byId = new Map<string, WorldArticle>()
  for (const article of world.articles) {
    byId.set(article.id, article)
    shelve(bySlug, slugOf(article.publisher), article)
    for (const ticker of article.tickers) shelve(byTicker, ticker, article)
  }
  return {
    published({ ticker, slug }, now) {
      const articles =
        ticker !== undefined
          ? (byTicker.get(ticker) ?? [])
          : slug !== undefined
            ? (bySlug.get(slug) ?? [])
            : world.articles
      return { articles, count: countWhile(articles, ({ publishedAt }) => publishedAt <= now) }
    },
    find(id, now) {
      const article = byId.get(id)
      return article && article.publishedAt <= now ? article : undefined
    },
    publishers: [...bySlug].map(([slug, articles]) => ({
      slug,
      name: (articles[0] as WorldArticle).publisher,
      articles: articles.length,
      named: articles.filter(({ tickers }) => tickers.length > 0).length,
    })),
  }
}

function shelve(shelves: Map<string, WorldArticle[]>, name: string, article: WorldArticle): void {
  const shelf = shelves.get(name)
  if (shelf) shelf.push(article)
  else shelves.set(name, [article])
}

/** `The Guardian` → `the-guardian`. */
export function slugOf(publisher: string): string {
  return publisher
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
