/** A given file and what lies beside it, as the vendor of its type would serve them. */

import type { TRIAL_TYPES } from '../../contracts/sets.ts'
import type { TrialAnswer, TrialRoute } from './serve.ts'

export type TrialType = (typeof TRIAL_TYPES)[number]

export type Given = {
  /** Its name without a folder. */
  name: string
  bytes: Uint8Array
  /** The media type a server would say, charset among it; absent: the usual one of its type. */
  contentType?: string | undefined
  /** Another file of the same folder, by its name. */
  beside: (name: string) => Uint8Array | undefined
  /** The names of all of them. */
  names: readonly string[]
}

const json = (body: Uint8Array | string): TrialAnswer => ({
  headers: { 'content-type': 'application/json' },
  body,
})

const MEDIA_TYPES: Record<string, string> = {
  htm: 'text/html',
  html: 'text/html',
  txt: 'text/plain',
  xml: 'application/xml',
  json: 'application/json',
  pdf: 'application/pdf',
}

function typed(name: string, body: Uint8Array): TrialAnswer {
  const type = MEDIA_TYPES[name.split('.').at(-1)?.toLowerCase() ?? '']
  return { headers: { 'content-type': type ?? 'application/octet-stream' }, body }
}

const lastOf = (url: URL) => decodeURIComponent(url.pathname.split('/').at(-1) ?? '')

function fromFolder({ beside }: Given, name: string): TrialAnswer | undefined {
  const bytes = beside(name)
  return bytes && typed(name, bytes)
}

/** A feed or a page is at every address that names no other file. */
const document =
  (usual: string) =>
  (given: Given): TrialRoute =>
  (url) => {
    const name = lastOf(url)
    if (name !== given.name) {
      const other = fromFolder(given, name)
      if (other) return other
    }
    return { headers: { 'content-type': given.contentType ?? usual }, body: given.bytes }
  }

const NOTHING = '{"status":"OK","results":[]}'

/** The first page is the file; a next one is the file its cursor names, or an empty one. */
const polygonNews =
  (given: Given): TrialRoute =>
  ({ searchParams }) => {
    const cursor = searchParams.get('cursor')
    if (cursor === null) return json(given.bytes)
    return json(given.beside(`${cursor}.json`) ?? given.beside(cursor) ?? NOTHING)
  }

/** The file is asked for as bars; splits, dividends and details are files of these names. */
const polygonBars =
  (given: Given): TrialRoute =>
  (url) => {
    const { pathname, searchParams } = url
    if (pathname.includes('/reference/') || searchParams.has('cursor'))
      return json(given.beside(`${lastOf(url)}.json`) ?? NOTHING)
    if (pathname.includes('/grouped/')) return json(given.beside('grouped.json') ?? given.bytes)
    return json(given.bytes)
  }

const PLACEHOLDER = '<html><body><p>Item 8.01 Other events.</p></body></html>'

/** Whether the filings themselves were given; where none was, each is read as a placeholder. */
export function hasFilings({ names }: Given): boolean {
  return names.some((name) => /\.(?:html?|txt|xml)$/i.test(name))
}

/** The file is the list of submissions; filings, their indices and exhibits lie beside it. */
const edgar =
  (given: Given): TrialRoute =>
  (url) => {
    const name = lastOf(url)
    if (url.pathname.startsWith('/submissions/')) {
      const other = /-submissions-\d+\.json$/.test(name) ? given.beside(name) : undefined
      return /-submissions-\d+\.json$/.test(name) ? other && json(other) : json(given.bytes)
    }
    const found = fromFolder(given, name)
    if (found) return found
    const header = name.endsWith('-index-headers.html')
      ? fromFolder(given, 'index-headers.html')
      : undefined
    if (name === 'index.json' && isOfOne(given)) return folderOf(given)
    if (header || hasFilings(given) || /index|headers|\.json$/.test(name)) return header
    return typed('placeholder.html', Buffer.from(PLACEHOLDER))
  }

/** Whether the list is of one filing, so that what lies beside it is of that filing too. */
function isOfOne({ bytes }: Given): boolean {
  return new Set(new TextDecoder().decode(bytes).match(/\b\d{10}-\d{2}-\d{6}\b/g)).size === 1
}

function folderOf({ names }: Given): TrialAnswer {
  return json(JSON.stringify({ directory: { item: names.map((name) => ({ name })) } }))
}

/** Which of an account's lists a file holds, by what stands in its first entry. */
function accountPartOf(bytes: Uint8Array): 'orders' | 'fills' | 'positions' | 'account' {
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes)) as unknown
    if (!Array.isArray(value)) return 'account'
    const keys = Object.keys(
      value.find((entry) => entry !== null && typeof entry === 'object') ?? {},
    )
    if (keys.includes('activity_type')) return 'fills'
    return keys.includes('avg_entry_price') && !keys.includes('client_order_id')
      ? 'positions'
      : 'orders'
  } catch {
    return 'orders'
  }
}

const ACCOUNT = JSON.stringify({
  id: 'trial',
  status: 'ACTIVE',
  cash: '1000',
  equity: '1000',
  buying_power: '2000',
})

/** The file is one of the account's lists; the others lie beside it, or are empty. */
const alpaca = (given: Given): TrialRoute => {
  const part = accountPartOf(given.bytes)
  const of = (name: typeof part, otherwise: string) =>
    json(part === name ? given.bytes : (given.beside(`${name}.json`) ?? otherwise))
  return ({ pathname, searchParams }) => {
    if (pathname.startsWith('/v2/account/activities'))
      return searchParams.has('page_token') ? json('[]') : of('fills', '[]')
    if (pathname === '/v2/account') return of('account', ACCOUNT)
    if (pathname === '/v2/positions') return of('positions', '[]')
    if (pathname !== '/v2/orders') return undefined
    return searchParams.get('status') === 'all' ? of('orders', '[]') : json('[]')
  }
}

/** How files of each type are served. */
export const routesOf = {
  feed: document('application/rss+xml'),
  page: document('text/html'),
  'polygon-news': polygonNews,
  'polygon-bars': polygonBars,
  edgar,
  alpaca,
} as const satisfies Record<TrialType, (given: Given) => TrialRoute>
