/** Reads a universe from a URL, a JSON file or a CSV file. */

import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import { Universe } from '../../contracts/universe.ts'
import { readFetchHosts } from '../../host/fetch-hosts.ts'
import { openGuardedFetch } from '../guarded/fetch.ts'
import { parseCsv } from './csv.ts'

const WAIT_MS = 10_000

/**
 * CSV has the columns ticker, name, sector, aliases (joined by |) and, if wished, cik.
 *
 * @throws Error when it cannot be fetched or read, or names the first row that is wrong.
 */
export async function readUniverse(
  from: string,
  allowHosts: readonly string[] = readFetchHosts(),
): Promise<Universe> {
  const text = /^https?:\/\//.test(from)
    ? await fetchText(from, allowHosts)
    : await readFile(from, 'utf8')
  const given: unknown = from.endsWith('.csv') ? companiesOf(text) : parseJson(text, from)
  const read = v.safeParse(Universe, given)
  if (read.success) return read.output
  const [issue] = read.issues
  throw new Error(
    `Read the universe ${from}: ${issue.message} at ${v.getDotPath(issue) ?? 'its root'}`,
  )
}

async function fetchText(url: string, allowHosts: readonly string[]): Promise<string> {
  const guardedFetch = openGuardedFetch({ allowHosts })
  const { status, body } = await guardedFetch(url, { waitMs: WAIT_MS })
  if (status !== 200) throw new Error(`Read the universe ${url}: expected 200, found ${status}`)
  return body.toString('utf8')
}

function parseJson(text: string, from: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`Read the universe ${from}: it is not JSON`, { cause })
  }
}

function companiesOf(text: string): unknown {
  const companies = parseCsv(text).map(({ aliases, cik, ...row }) => ({
    ...row,
    aliases: (aliases ?? '')
      .split('|')
      .map((alias) => alias.trim())
      .filter((alias) => alias !== ''),
    ...(cik ? { cik } : {}),
  }))
  return { companies }
}
