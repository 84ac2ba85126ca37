/** How a list goes out: as JSON or CSV, with the address of the rows after it. */

import type { ApiRoute } from '../../contracts/api/route.ts'
import { toCsv } from './csv.ts'

export type ListRow = Readonly<Record<string, unknown>>
export type Listing = { route: ApiRoute; url: string; accept: string | null; query: ListRow }

/** What a list's answer says beside its rows. */
export function listHeaders({ route, url, query }: Listing, rows: readonly ListRow[]) {
  const { pages } = route
  const last = rows.at(-1)
  if (!pages || !last || rows.length < Number(query['limit'])) return {}
  const { pathname, searchParams } = new URL(url)
  const next = new URLSearchParams(searchParams)
  next.set(pages.param, String(last[pages.field]))
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
