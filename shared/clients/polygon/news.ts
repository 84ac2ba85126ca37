/** News as Polygon tells it, from where the last fetch stopped up to now. */

import { NewsConfig } from '../../contracts/sources/news-api.ts'
import type { Polygon } from './client.ts'
import type { Adapter, FoundDocument, Reject } from '../../domain/source/found.ts'
import { sourceSettingsOf } from '../../host/source-settings.ts'
import { DAY_MS, MINUTE_MS } from '../../domain/spans.ts'
import { isTrueDate, readNewsItem } from './read-news.ts'

/** Some items appear a little after the moment they carry. */
const OVERLAP_MS = 10 * MINUTE_MS

/** The adapter over a Polygon client; an item it cannot use is a reject, and costs no other. */
export function polygonNews(polygon: Pick<Polygon, 'news'>): Adapter {
  return async ({ job, seen, now, signal }) => {
    const lookBackDays = sourceSettingsOf(NewsConfig, job).lookback_days
    const reach = new Date(now.getTime() - lookBackDays * DAY_MS)
    const { lastPublishedAt: last } = seen
    const from = last ? new Date(last.getTime() - OVERLAP_MS) : reach
    const pages = await polygon.news({ from, to: now, ticker: job.ticker }, signal)
    const documents: FoundDocument[] = []
    const rejects: Reject[] = []
    for (const item of pages.items) {
      const read = readNewsItem(item, { now, firstFetchedAt: last, lookBackDays, zone: 0 })
      if ('reject' in read) rejects.push(read.reject)
      // What carries a later moment is not yet news; it will be asked for again.
      else if (read.document.publishedAt <= now) documents.push(read.document)
    }
    return {
      documents,
      rejects,
      missing: pages.missing,
      seen: { lastPublishedAt: newestOf(documents, pages.whole) },
      notes: pages.whole || pages.missing.length ? [] : ['more is left for the next fetch'],
    }
  }
}

/** Where the next fetch goes on: an item without a date of its own says nothing of that. */
function newestOf(documents: readonly FoundDocument[], whole: boolean): Date | null {
  const dates = documents.filter(isTrueDate).map(({ publishedAt }) => publishedAt.getTime())
  if (dates.length === 0) return null
  // Where more is left and the newest came first, what is left is older than all of it.
  if (!whole && (dates[0] as number) > (dates.at(-1) as number)) return null
  return new Date(dates.reduce((newest, at) => Math.max(newest, at)))
}
