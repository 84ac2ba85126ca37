/** Where Polygon's next page is asked for: at our own base, whatever host the answer names. */

import { PermanentFault } from '../../host/faults.ts'

/** What only the page itself may say; keys and where to ask are ours. */
const OURS = new Set(['apikey', 'api_key', 'access_token'])

/**
 * The next page's address below `baseUrl`: its path from the version on and its query with the cursor.
 * Undefined where there is none, or where nothing in it can be asked for.
 */
export function nextPage(next: string | null | undefined, baseUrl: string): string | undefined {
  if (!next || !URL.canParse(next, baseUrl)) return undefined
  const { pathname, searchParams } = new URL(next, baseUrl)
  const path = /\/v[\dX]+\/.*$/.exec(pathname)?.[0]
  if (path === undefined) return undefined
  for (const name of Array.from(searchParams.keys()))
    if (OURS.has(name.toLowerCase())) searchParams.delete(name)
  return `${baseUrl}${path}?${searchParams.toString()}`
}

/**
 * The records of a page; none where it names none.
 *
 * @throws PermanentFault where what it names is no list.
 */
export function recordsOf(results: unknown): unknown[] {
  if (results === undefined || results === null) return []
  if (Array.isArray(results)) return results
  throw new PermanentFault(
    'source_malformed',
    'Read a Polygon page: expected {"results": […]}, found something else',
  )
}
