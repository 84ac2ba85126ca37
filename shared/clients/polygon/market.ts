/** Polygon's market data: bars as they were traded, splits, dividends, details of a ticker. */

import { beginning } from '../../domain/document/text/cut.ts'
import { readTicker } from '../../domain/market/ticker.ts'
import { messageOf, PermanentFault } from '../../host/faults.ts'
import { recordsOf, nextPage } from './next-page.ts'
import { polygonTicker } from './ticker.ts'

/** One answer: what is in it, what comes after it, and its bytes. */
export type AskedMarket = {
  page: { results?: unknown; ticker?: unknown; next_url?: string | null | undefined }
  answer: { body: Buffer }
}
export type AskMarket = (url: string, signal: AbortSignal) => Promise<AskedMarket>

export type PolygonPages = {
  pages: { results: unknown[]; bytes: Buffer }[]
  /** Why the pages after these are missing; null where there are none. */
  missing: string | null
}

type Dates = { ticker: string; from: string; to: string }

export type PolygonMarket = {
  /** Daily bars of New York dates [from, to]; no pages where the ticker is not known. */
  dailyBars(span: Dates, signal: AbortSignal): Promise<PolygonPages>
  /** Minutes of one New York date, from the first before the open to the last after the close. */
  minuteBars(span: { ticker: string; date: string }, signal: AbortSignal): Promise<PolygonPages>
  /** Daily bars of every ticker on one New York date. */
  groupedDaily(date: string, signal: AbortSignal): Promise<PolygonPages>
  /** Splits with an ex-date from `from` on, of one ticker or (empty) of all. */
  splits(span: { ticker: string; from: string }, signal: AbortSignal): Promise<PolygonPages>
  dividends(span: { ticker: string; from: string }, signal: AbortSignal): Promise<PolygonPages>
  /** What there is to say of a ticker; undefined where Polygon knows none of that name. */
  details(ticker: string, signal: AbortSignal): Promise<unknown>
  /** Under which tickers it traded before; undefined where that cannot be told. */
  tickerEvents(ticker: string, signal: AbortSignal): Promise<unknown>
}

const BARS_LIMIT = 50_000
const REFERENCE_LIMIT = 1000
const PAGES_MAX = 50
const TOLD_MAX = 40

/** @param ask asks one address with the key, and refuses what is no page. */
export function polygonMarket(baseUrl: string, ask: AskMarket): PolygonMarket {
  const address = (path: string, query: Record<string, string> = {}) =>
    `${baseUrl}${path}?${new URLSearchParams(query).toString()}`
  const all = (first: string, signal: AbortSignal) => followPages({ baseUrl, ask, first }, signal)
  const barsOf = (ticker: string, first: string, signal: AbortSignal) =>
    followPages({ baseUrl, ask: askOf(ask, ticker), first }, signal)
  const range = (ticker: string, timespan: string, from: string, to: string) =>
    address(`/v2/aggs/ticker/${pathOf(ticker)}/range/1/${timespan}/${from}/${to}`, {
      adjusted: 'false',
      sort: 'asc',
      limit: String(BARS_LIMIT),
    })
  const reference = (name: string, dateField: string, { ticker, from }: Omit<Dates, 'to'>) =>
    address(`/v3/reference/${name}`, {
      [`${dateField}.gte`]: from,
      ...(ticker ? { ticker: polygonTicker(ticker) } : {}),
      order: 'asc',
      sort: dateField,
      limit: String(REFERENCE_LIMIT),
    })
  return {
    dailyBars: async ({ ticker, from, to }, signal) =>
      (await unlessGone(barsOf(ticker, range(ticker, 'day', from, to), signal))) ?? NOTHING,
    minuteBars: async ({ ticker, date }, signal) =>
      (await unlessGone(barsOf(ticker, range(ticker, 'minute', date, date), signal))) ?? NOTHING,
    groupedDaily: (date, signal) =>
      all(
        address(`/v2/aggs/grouped/locale/us/market/stocks/${date}`, { adjusted: 'false' }),
        signal,
      ),
    splits: (span, signal) => all(reference('splits', 'execution_date', span), signal),
    dividends: (span, signal) => all(reference('dividends', 'ex_dividend_date', span), signal),
    details: async (ticker, signal) =>
      (await unlessGone(ask(address(`/v3/reference/tickers/${pathOf(ticker)}`), signal)))?.page
        .results,
    tickerEvents: async (ticker, signal) =>
      (await unlessGone(ask(address(`/vX/reference/tickers/${pathOf(ticker)}/events`), signal)))
        ?.page.results,
  }
}

const NOTHING: PolygonPages = { pages: [], missing: null }

/** Page after page; those already had are kept when a later one cannot be had. */
async function followPages(
  { baseUrl, ask, first }: { baseUrl: string; ask: AskMarket; first: string },
  signal: AbortSignal,
): Promise<PolygonPages> {
  const pages: PolygonPages['pages'] = []
  const asked = new Set<string>()
  let next: string | undefined = first
  try {
    while (next !== undefined) {
      if (asked.has(next)) return { pages, missing: `page ${asked.size + 1} is one had before` }
      if (asked.size === PAGES_MAX) return { pages, missing: `more than ${PAGES_MAX} pages` }
      asked.add(next)
      const { page, answer } = await ask(next, signal)
      pages.push({ results: recordsOf(page.results), bytes: answer.body })
      next = nextPage(page.next_url, baseUrl)
      if (page.next_url && next === undefined)
        return { pages, missing: 'what comes next cannot be asked for' }
    }
  } catch (fault) {
    // Without any page nothing was had. One whose turn has not come is missing like any other: asked
    // for from the first page on again, it would never be reached.
    if (pages.length === 0 || signal.aborted) throw fault
    return { pages, missing: `page ${pages.length + 1}: ${messageOf(fault)}` }
  }
  return { pages, missing: null }
}

/** An answer says whose bars it holds: those of another are nobody's that were asked for. */
function askOf(ask: AskMarket, ticker: string): AskMarket {
  return async (url, signal) => {
    const asked = await ask(url, signal)
    const { ticker: told } = asked.page
    if (typeof told === 'string' && readTicker(told) !== readTicker(ticker))
      throw new PermanentFault(
        'source_malformed',
        `Read the bars of ${ticker}: the answer is of "${beginning(told, TOLD_MAX)}"`,
      )
    return asked
  }
}

/** Undefined where the address is of nothing Polygon knows: a ticker that is gone is no fault. */
async function unlessGone<T>(asking: Promise<T>): Promise<T | undefined> {
  try {
    return await asking
  } catch (fault) {
    if (fault instanceof PermanentFault && fault.reason === 'source_gone') return undefined
    throw fault
  }
}

function pathOf(ticker: string): string {
  return encodeURIComponent(polygonTicker(ticker))
}
