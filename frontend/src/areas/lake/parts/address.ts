/**
 * What of the page *SQL* stands in its address: the question that is open, the engine, and the statement where it
 * is another than the question's. The statement stands behind the `#`: a server refuses lines as long as it may
 * be, and keeps in its log what it is told.
 */

import { searchOf } from '../../../api/search-of.ts'

export type SqlSearch = { question?: string; engine?: string }

export const readSqlSearch: (search: Readonly<Record<string, unknown>>) => SqlSearch = searchOf([
  'question',
  'engine',
])

const MARK = 'sql='

/** What stands behind the `#` for a statement, in letters that no browser and no router writes another way. */
export function hashOf(statement: string): string {
  const bytes = Array.from(new TextEncoder().encode(statement), (byte) => String.fromCharCode(byte))
  const text = btoa(bytes.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  return MARK + text
}

/** The statement of a link; undefined where it has none, or one that was cut on its way. */
export function statementOf(hash: string): string | undefined {
  if (!hash.startsWith(MARK)) return undefined
  try {
    const text = atob(hash.slice(MARK.length).replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
