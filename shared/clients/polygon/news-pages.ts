/**
 * Polygon's news, page by page. What was had is kept whatever comes of a later page, a cursor is asked
 * at our own address wherever the answer says it lives, and one that fails is begun anew from the
 * newest item had.
 */

import * as v from 'valibot'
import { messageOf, PermanentFault } from '../../host/faults.ts'

export type NewsSpan = { from: Date; to: Date; ticker: string }
export type NewsPages = {
  items: unknown[]
  /** False where more is left. */
  whole: boolean
  /** What kept the rest away, in words; empty where nothing did. */
  missing: string[]
}
type Page = { results?: unknown[] | null | undefined; next_url?: string | null | undefined }
/** `hasBegun`: pages were had before, so that a wait is better than to begin anew. */
export type AskPage = (url: string, hasBegun: boolean) => Promise<Page>

const LIMIT = 1000
const PAGES_MAX = 20
const RESTARTS_MAX = 3
const PATH = '/v2/reference/news'

/** @throws what the first page's request throws; a later page's fault is told in `missing`. */
export async function readNewsPages(
  baseUrl: string,
  span: NewsSpan,
  ask: AskPage,
  signal: AbortSignal,
): Promise<NewsPages> {
  const items: unknown[] = []
  const missing: string[] = []
  const asked = new Set<string>()
  let from = span.from
  let restarts = 0
  let next: string | undefined = firstUrl(baseUrl, span)
  while (next !== undefined && asked.size < PAGES_MAX) {
    asked.add(next)
    let page: Page
    try {
      page = await ask(next, items.length > 0)
    } catch (fault) {
      if (items.length === 0 || signal.aborted) throw fault
      const newest = newestOf(items, span.to)
      const again = isRefused(fault) && newest !== undefined && newest > from
      if (!again || restarts === RESTARTS_MAX) {
        missing.push(`news after page ${asked.size - 1}: ${messageOf(fault)}`)
        return { items, whole: false, missing }
      }
      restarts += 1
      from = newest
      next = firstUrl(baseUrl, { ...span, from })
      continue
    }
    items.push(...(page.results ?? []))
    const said: string | undefined = page.next_url || undefined
    next = said === undefined ? undefined : ownUrl(baseUrl, said)
    const lost: string | undefined =
      said === undefined
        ? undefined
        : next === undefined
          ? 'the next page has no cursor'
          : asked.has(next)
            ? 'the next page is one that was read'
            : undefined
    if (lost) return { items, whole: false, missing: [...missing, `news: ${lost}`] }
  }
  return { items, whole: next === undefined, missing }
}

/** The source cannot make sense of a cursor, or has forgotten it. */
function isRefused(fault: unknown): boolean {
  return (
    fault instanceof PermanentFault &&
    (fault.reason === 'source_rejects_request' || fault.reason === 'source_gone')
  )
}

function firstUrl(baseUrl: string, { from, to, ticker }: NewsSpan): string {
  const query = new URLSearchParams({
    'published_utc.gte': iso(from),
    'published_utc.lte': iso(to),
    ...(ticker ? { ticker } : {}),
    order: 'asc',
    sort: 'published_utc',
    limit: String(LIMIT),
  })
  return `${baseUrl}${PATH}?${query.toString()}`
}

/**
 * The next page at our own base, since the key goes with the request: as it is where it is there
 * already, else by its query. Undefined where there is none to ask with.
 */
function ownUrl(baseUrl: string, said: string): string | undefined {
  const url = URL.canParse(said) ? new URL(said) : null
  const query = new URLSearchParams(url ? url.search : (/\?([^#]*)/.exec(said)?.[1] ?? ''))
  // A key that the answer repeats is not ours to send on, nor to log.
  const theirKeys = Array.from(query.keys()).filter((name) => /^api_?key$/i.test(name))
  for (const name of theirKeys) query.delete(name)
  if (query.size === 0) return undefined
  const isOurs =
    url?.origin === new URL(baseUrl).origin && url.username === '' && url.password === ''
  return isOurs
    ? `${url.origin}${url.pathname}?${query.toString()}`
    : `${baseUrl}${PATH}?${query.toString()}`
}

const Dated = v.object({ published_utc: v.pipe(v.string(), v.isoTimestamp()) })

/** The latest moment of the items that could be one to go on from. */
function newestOf(items: readonly unknown[], to: Date): Date | undefined {
  let newest: Date | undefined
  for (const item of items) {
    if (!v.is(Dated, item)) continue
    const at = new Date(item.published_utc)
    if (at <= to && (newest === undefined || at > newest)) newest = at
  }
  return newest
}

function iso(at: Date): string {
  return at.toISOString().replace('.000Z', 'Z')
}
