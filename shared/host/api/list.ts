/** How a list goes out: as JSON or CSV, with the address of the rows after it. */

import type { ApiRoute } from '../../contracts/api/route.ts'
import { rowGone } from '../row-gone.ts'
import { toCsv } from './csv.ts'

export type ListRow = Readonly<Record<string, unknown>>
export type Listing = { route: ApiRoute; url: string; accept: string | null; query: ListRow }

/**
 * The rows that are asked for of a list whose answer has them all.
 *
 * @throws Refusal 409 `row_gone` where the row to go on after is not among them.
 */
export function pageOf({ route, query }: Listing, rows: readonly ListRow[]): readonly ListRow[] {
  const { pages } = route
  if (!pages?.whole) return rows
  const { sort, after, limit } = query
  const turned = sort === firstOrderOf(route) ? rows : rows.toReversed()
  const place =
    after === undefined ? -1 : turned.findIndex((row) => wordOf(row[pages.field]) === after)
  if (after !== undefined && place < 0) throw rowGone()
  return turned.slice(place + 1, limit === undefined ? undefined : place + 1 + Number(limit))
}

/** The order a list is in where none is said. */
function firstOrderOf({ query }: ApiRoute): unknown {
  return (query as { entries?: { sort?: { default?: unknown } } } | undefined)?.entries?.sort
    ?.default
}

function wordOf(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value)
}

/** What a list's answer says beside its rows. */
export function listHeaders({ route, url, query }: Listing, rows: readonly ListRow[]) {
  const { pages } = route
  const last = rows.at(-1)
  const { limit } = query
  if (!pages || !last || limit === undefined || rows.length < Number(limit)) return {}
  const { pathname, searchParams } = new URL(url)
  const next = new URLSearchParams(searchParams)
  next.set(pages.param, wordOf(last[pages.field]))
  return { link: `<${pathname}?${next.toString()}>; rel="next"` }
}

/** Whether a list is asked for as CSV. */
export function isCsvAsked({ accept, query }: Listing): boolean {
  if (query['format'] !== undefined) return query['format'] === 'csv'
  return /^text\/csv\b/.test(accept ?? '')
}

/** A list as CSV, as a browser saves it. */
export function csvAnswer({ route, url }: Listing, rows: readonly ListRow[]): Response {
  const name = new URL(url).pathname.split('/').at(-1) ?? 'list'
  return new Response(toCsv(columnsOf(route), rows), {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${name}.csv"`,
    },
  })
}

/** Columns of a list of rows, by its schema. */
function columnsOf({ answer }: ApiRoute): string[] {
  const { item } = answer as { item?: { entries?: Record<string, unknown> } }
  return Object.keys(item?.entries ?? {})
}
