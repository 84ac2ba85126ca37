/** The tickers there are, from whoever lists them. */

import { readFile } from 'node:fs/promises'
import { readTicker } from '../../domain/market/ticker.ts'
import { readFetchHosts } from '../../host/fetch-hosts.ts'
import { openGuardedFetch } from '../guarded/fetch.ts'
import { readTable } from './columns.ts'

type Options = { allowHosts?: readonly string[]; userAgent?: string }

const WAIT_MS = 15_000

/**
 * Reads the SEC's `company_tickers.json`, an answer of Polygon's reference, a list in JSON, a table
 * with a column of tickers, or a ticker a line.
 *
 * @throws Error when it cannot be had, or no ticker is in it.
 */
export async function readKnownTickers(from: string, options: Options = {}): Promise<Set<string>> {
  const text = /^https?:\/\//.test(from)
    ? await fetchText(from, options)
    : await readFile(from, 'utf8')
  const known = new Set<string>()
  for (const said of tickersIn(text)) {
    const ticker = readTicker(said)
    if (ticker !== undefined) known.add(ticker)
  }
  if (known.size === 0) throw new Error(`Read the known tickers ${from}: there is none`)
  return known
}

function tickersIn(text: string): string[] {
  if (/^\s*[[{]/.test(text)) return tickersOfJson(JSON.parse(text) as unknown)
  const table = readTable(text)
  const place = table?.places.ticker
  if (table && place !== undefined) return table.rows.map(({ cells }) => cells[place] ?? '')
  return text.split(/\r?\n/)
}

/** Every `ticker` or `symbol` of an object, and every text of a list. */
function tickersOfJson(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(tickersOfJson)
  const { ticker, symbol } = value as Record<string, unknown>
  const own = ticker ?? symbol
  if (typeof own === 'string') return [own]
  return Object.values(value)
    .filter((inner) => typeof inner === 'object')
    .flatMap(tickersOfJson)
}

async function fetchText(url: string, { allowHosts, userAgent }: Options): Promise<string> {
  const guardedFetch = openGuardedFetch({ allowHosts: allowHosts ?? readFetchHosts() })
  const headers = userAgent === undefined ? {} : { 'user-agent': userAgent }
  const { status, body } = await guardedFetch(url, { waitMs: WAIT_MS, headers })
  if (status !== 200)
    throw new Error(`Read the known tickers ${url}: expected 200, found ${status}`)
  return body.toString('utf8')
}
