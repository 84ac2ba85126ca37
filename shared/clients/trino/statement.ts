/** One statement through Trino's protocol: posted, then its pages in turn until there is none. */

import { askTrino, cancelTrino, type TrinoPage } from './ask.ts'
import type { Exact } from './exact-json.ts'
import type { TrinoSettings } from './settings.ts'

/** What Trino itself says of a statement. */
export class TrinoFault extends Error {
  override readonly name = 'TrinoFault'
  /** Trino's own word for it, such as TABLE_NOT_FOUND. */
  readonly code: string
  /** USER_ERROR, INTERNAL_ERROR, INSUFFICIENT_RESOURCES or EXTERNAL. */
  readonly kind: string

  constructor(code: string, kind: string, message: string) {
    super(`${code}: ${message}`)
    this.code = code
    this.kind = kind
  }
}

export type Statement = {
  text: string
  catalog: string
  schema: string
  /** Settings of this statement alone, by Trino's names. */
  session?: Readonly<Record<string, string>>
  /** Rows that are read at most; the statement is ended there. All where it is left out. */
  rowsMax?: number
  /** How long what is read may be about; the statement is ended there too. */
  lengthMax?: number
}

export type TrinoTold = {
  columns: { name: string; type: string }[]
  rows: Exact[][]
  isCut: boolean
  /** Rows that were written. */
  updated: number
}

/**
 * Runs it to its end. Moments are told in UTC, with all their digits.
 *
 * @throws TrinoFault where Trino refuses it or fails. @throws TrinoAway where Trino does not answer.
 * @throws the signal's reason once it is aborted; the statement is ended then.
 */
export async function runStatement(
  settings: TrinoSettings,
  { text, catalog, schema, session = {}, rowsMax = Infinity, lengthMax = Infinity }: Statement,
  signal: AbortSignal,
): Promise<TrinoTold> {
  const told: TrinoTold = { columns: [], rows: [], isCut: false, updated: 0 }
  const headers = {
    'x-trino-catalog': catalog,
    'x-trino-schema': schema,
    'x-trino-source': 'stonks',
    'x-trino-time-zone': 'UTC',
    // Without it moments are told to the millisecond.
    'x-trino-client-capabilities': 'PARAMETRIC_DATETIME',
    ...sessionHeader(session),
  }
  let next: string | undefined
  let left = lengthMax
  try {
    const first = { url: `${settings.url}/v1/statement`, statement: text, headers }
    let page = await askTrino(settings, first, signal)
    for (;;) {
      next = page.nextUri
      left = take(told, page, rowsMax, left)
      if (next === undefined || told.isCut) return told
      page = await askTrino(settings, { url: next, headers: {} }, signal)
    }
  } finally {
    if (next !== undefined) await cancelTrino(settings, next)
  }
}

/** How much may still come; below 0 where it was cut for that. */
function take(told: TrinoTold, page: TrinoPage, rowsMax: number, lengthMax: number): number {
  if (page.error) {
    const { errorName, errorType, message } = page.error
    throw new TrinoFault(errorName, errorType, message)
  }
  if (page.columns) told.columns = page.columns
  if (page.updateCount !== undefined) told.updated = page.updateCount
  let left = lengthMax
  for (const row of page.data ?? []) {
    if (lengthMax < Infinity) left -= JSON.stringify(row).length
    told.isCut = told.rows.length === rowsMax || left < 0
    if (told.isCut) return left
    told.rows.push(row)
  }
  return left
}

function sessionHeader(session: Readonly<Record<string, string>>): Record<string, string> {
  const pairs = Object.entries(session).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  )
  return pairs.length === 0 ? {} : { 'x-trino-session': pairs.join(',') }
}
