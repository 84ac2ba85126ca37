/** Reads a universe from a URL, a JSON file or a table in any common form. */

import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import { Universe } from '../../contracts/universe.ts'
import { readTicker } from '../../domain/market/ticker.ts'
import { decodeBytes } from '../../domain/document/text/decode.ts'
import { readFetchHosts } from '../../host/fetch-hosts.ts'
import { openGuardedFetch } from '../guarded/fetch.ts'
import { companiesOfTable, unknownTicker } from './companies.ts'

export type UniverseRead = Universe & {
  /** What was guessed or passed over. */
  notes: string[]
}

export type UniverseBytes = {
  bytes: Uint8Array
  contentType?: string
  /** The tickers there are; a list that names another is refused. */
  known?: ReadonlySet<string> | undefined
}

/** A header in quotes is a table's: only a text that is one JSON value and no more begins with a quote. */
const JSON_LIKE = /^\s*(?:[[{]|(?:null|true|false|"[^"\n\r]*"|-?\d+)\s*$)/
const WAIT_MS = 10_000
/** Faults that are told one by one. */
const FAULTS_MAX = 20

/** @throws Error when it cannot be fetched or read, or names every row that is wrong. */
export async function readUniverse(
  from: string,
  { allowHosts = readFetchHosts(), known }: ReadOptions = {},
): Promise<UniverseRead> {
  const { bytes, contentType } = /^https?:\/\//.test(from)
    ? await fetchBytes(from, allowHosts)
    : { bytes: await readFile(from), contentType: '' }
  try {
    return universeOf({ bytes, contentType, known })
  } catch (cause) {
    const says = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`Read the universe ${from}: ${says}`, { cause })
  }
}

type ReadOptions = { allowHosts?: readonly string[]; known?: ReadonlySet<string> | undefined }

/**
 * JSON where it begins as such, else a table: with the columns ticker and name, and if wished sector,
 * aliases (by `|`), cik and share class, under the names that lists give them.
 *
 * @throws Error naming every wrong row by line and column; then nothing of it may be used.
 */
export function universeOf({ bytes, contentType = '', known }: UniverseBytes): UniverseRead {
  const { text, charset, guessed } = decodeBytes(bytes, { contentType })
  const notes = guessed && charset !== 'utf-8' ? [`read as ${charset}, which was guessed`] : []
  if (JSON_LIKE.test(text)) return { ...universeOfJson(text, known), notes }
  const table = companiesOfTable(text, known)
  refuse(table.faults)
  return { ...validated({ companies: table.companies }), notes: [...notes, ...table.notes] }
}

function universeOfJson(text: string, known: ReadonlySet<string> | undefined): Universe {
  const universe = validated(withTickers(parseJson(text)))
  const places = new Map<string, number>()
  const faults: string[] = []
  for (const [place, { ticker }] of universe.companies.entries()) {
    const before = places.get(ticker)
    if (before !== undefined)
      faults.push(`companies.${place}.ticker: ${ticker} is companies.${before} already`)
    places.set(ticker, before ?? place)
    if (known && !known.has(ticker))
      faults.push(`companies.${place}, ${unknownTicker(ticker, known)}`)
  }
  refuse(faults)
  return universe
}

/** Tickers as the product writes them; what is none stays, to be told of. */
function withTickers(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || !('companies' in given)) return given
  const { companies } = given
  if (!Array.isArray(companies)) return given
  return {
    ...given,
    companies: companies.map((company: unknown) =>
      typeof company === 'object' &&
      company !== null &&
      'ticker' in company &&
      typeof company.ticker === 'string'
        ? { ...company, ticker: readTicker(company.ticker) ?? company.ticker }
        : company,
    ),
  }
}

function validated(given: unknown): Universe {
  const read = v.safeParse(Universe, given)
  if (read.success) return read.output
  throw new Error(
    told(read.issues.map((issue) => `${issue.message} at ${v.getDotPath(issue) ?? 'its root'}`)),
  )
}

function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(told(faults))
}

function told(faults: readonly string[]): string {
  const more = faults.length - FAULTS_MAX
  return [...faults.slice(0, FAULTS_MAX), ...(more > 0 ? [`and ${more} more`] : [])].join('\n  ')
}

async function fetchBytes(url: string, allowHosts: readonly string[]) {
  const guardedFetch = openGuardedFetch({ allowHosts })
  const { status, body, headers } = await guardedFetch(url, { waitMs: WAIT_MS })
  if (status !== 200) throw new Error(`Read the universe ${url}: expected 200, found ${status}`)
  return { bytes: body, contentType: headers.get('content-type') ?? '' }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error('it is not JSON', { cause })
  }
}
