/** Every list of the catalogue: page by page, with a mark, and as CSV. */

import { describe, expect, test } from 'vitest'
import { catalogue } from '#shared/contracts/api/catalogue.ts'
import type { ApiRoute } from '#shared/contracts/api/route.ts'
import { deriveId } from '#shared/host/ids.ts'
import { askFor, seedBacktest } from '../../helpers/backtests.ts'
import { person, PERSON } from '../../helpers/principals.ts'
import { sampleReport, seedReport } from '../../helpers/reports.ts'
import { seedTrendRows } from '../../helpers/trend-rows.ts'
import { fillClosedTrades } from '../query-api/fixture-closed.ts'
import { addressOf, bodies, keys, openWhole, type Key } from './whole.ts'

const { call, sql, useDoor, post } = await openWhole()
useDoor(() => Promise.resolve(person('admin')))
for (const enabled of [false, true, false, true])
  await post('/api/pipeline/toggle', { enabled, reason: 'rows of the audit' })
const verdict = {
  ticker: 'AAPL',
  side: 'buy',
  quantity: '1',
  referencePrice: '100',
  sector: 'Tech',
  kind: 'entry',
  quote: null,
}
for (const quantity of ['1', '2', '3']) await post('/risk/evaluate', { ...verdict, quantity })

for (const positionsMax of [9, 8])
  await call('/risk/limits', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ changes: { positionsMax }, reason: 'fewer' }),
  })
await sql`insert into approval_requests (approval_id, decision_id, order_hash, requested_at, expires_at)
  select decision_id, decision_id, '', decided_at, decided_at + interval '15 minutes'
  from trading_decisions where action = 'act' limit 3`

await sql`insert into foreign_orders (broker_order_id, client_order_id, ticker, side, quantity,
    filled_quantity, status, submitted_at, seen_at)
  select 'by-an-app-' || g, 'x', 'XOM', 'sell', 2, 0, 'new', now() + g * interval '1 s', now()
  from generate_series(1, 5) g`
await sql`insert into account_differences (what, ticker, ours, theirs, since, seen_at, readings)
  values ('cash', '', 1, 2, now(), now(), 2), ('position', 'AAPL', 1, 2, now(), now(), 2),
    ('position', 'XOM', 1, 2, now(), now(), 2)`

/** Of the process: under a faked clock PostgreSQL has another. */
const NOW = new Date(Date.now())
await sql`insert into account_activities
    (activity_id, activity_type, kind, ticker, amount, status, at, told, recorded_at)
  select 'activity-' || g, 'DIV', 'income', 'XOM', 1, 'executed',
    ${NOW}::timestamptz - g * interval '1 s', '{}', ${NOW}::timestamptz
  from generate_series(1, 5) g`
await sql`insert into people (name, role, created_at) select 'p' || g, 'viewer', ${NOW}::timestamptz
  from generate_series(1, 4) g`
await sql`insert into passkeys (person_id, name, credential_id, public_key, counter, transports,
    is_synced, created_at)
  select ${PERSON}, 'k' || g, 'c' || g, '', 0, '{}', false, ${NOW}::timestamptz + g * interval '1 s'
  from generate_series(1, 5) g`
await sql`insert into sessions (person_id, way, from_address, agent, created_at, last_seen_at, ends_at,
    refresh_serial, refresh_hash, refreshed_at)
  select ${PERSON}, 'link', '', '', ${NOW}::timestamptz + g * interval '1 s', ${NOW}::timestamptz,
    ${NOW}::timestamptz + interval '1 day', 1, sha256(g::text::bytea), ${NOW}::timestamptz
  from generate_series(1, 5) g`
await sql`insert into api_tokens (token_hash, person_id, name, role, areas, created_at)
  select sha256(g::text::bytea), ${PERSON}, 't' || g, 'viewer', '{}', ${NOW}::timestamptz + g * interval '1 s'
  from generate_series(1, 5) g`
await sql`insert into scheduler_duties (duty, says) select 'duty_' || g, 'x' from generate_series(1, 3) g`
await sql`insert into trading_config_versions (settings, changed_by, changed_at)
  select settings, 'test', ${NOW}::timestamptz from trading_config_versions, generate_series(1, 3)`
await sql`insert into notification_settings_versions (settings, changed_by, changed_at)
  select settings, 'test', ${NOW}::timestamptz from notification_settings_versions, generate_series(1, 3)`
await sql`insert into notifications (notification_id, channel, kind, severity, about, subject, body, state, reason,
    made_at, planned_at)
  select gen_random_uuid(), 'email', 'exit_sent', 'warning', '', 's', 'b', 'suppressed', 'no_address',
    ${NOW}::timestamptz, ${NOW}::timestamptz - step / 2 * interval '1 hour' from generate_series(1, 5) as step`
for (const day of ['01', '02', '03'])
  await seedReport(sql, { ...sampleReport(), to: `2019-05-${day}T20:30:00.000Z` })
await seedBacktest(sql)
await seedTrendRows(sql)
await fillClosedTrades(sql)
for (const place of [1, 2, 3])
  await askFor(sql, {
    runId: deriveId('test', 'waits', place),
    askedAt: new Date(`2024-03-1${place}T15:00:00Z`),
    endDate: '2024-03-01',
  })
for (const sourceName of ['One', 'Two', 'Three'])
  await post('/registry/sources', {
    sourceType: 'web_scrape',
    sourceName,
    config: { format: 'feed', url: 'https://example.com/feed' },
  })
for (const name of ['Energy', 'Tech'])
  await post('/registry/watchlists', { name, tickers: ['AAPL'] })
for (const [ticker, strength] of [
  ['MSFT', 0.5],
  ['AMZN', 0.4],
] as const) {
  const pair = { ticker, competitor: 'AAPL', relationshipType: 'same_sector', strength }
  await post('/registry/competitors', pair)
}
for (const path of ['AAPL', 'AAPL', 'XOM'])
  await call(`/registry/companies/${path}/exposures`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(bodies['PUT /registry/companies/:id/exposures']),
  })

/** Rows with fields; names alone are no rows. */
const lists = keys.filter((key) => {
  const { answer } = catalogue[key] as { answer: { type: string; item?: { type: string } } }
  return key.startsWith('GET ') && answer.type === 'array' && answer.item?.type === 'strict_object'
})
const paged = lists
const growing = paged
/** Of lists that hang on one thing, the one that has rows. */
const pathOf = (key: Key) => addressOf(key)[1]
type Row = Record<string, unknown>
const rowsAt = async (path: string) => (await (await call(path)).json()) as Row[]
const nextOf = (response: Response) =>
  /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1]

test.each(lists)('%s takes what every list does', (key) => {
  const { query, pages }: ApiRoute = catalogue[key]
  const { entries = {} } = (query ?? {}) as { entries?: object }
  expect(pages).toBeDefined()
  expect(Object.keys(entries)).toEqual(
    expect.arrayContaining(['sort', 'limit', pages!.param, 'format']),
  )
})

test('the lists that grow are among them', () => {
  const names = ['documents', 'orders', 'decisions', 'recommendations', 'dead-letters', 'audit']
  const paths = paged.map(pathOf)
  for (const name of names) expect(paths).toContain(`/api/${name}`)
  expect(lists.length).toBeGreaterThan(12)
})

describe.each(paged)('%s', (key) => {
  test('comes page by page, no row twice and none left out', async () => {
    const { pages }: ApiRoute = catalogue[key]
    const all = await rowsAt(`${pathOf(key)}?limit=500`)
    expect(all.length).toBeGreaterThan(1)
    const found: Row[] = []
    let path: string | undefined = `${pathOf(key)}?limit=2`
    for (let turn = 0; path !== undefined && turn < all.length + 2; turn += 1) {
      const response: Response = await call(path)
      expect(response.status).toBe(200)
      found.push(...((await response.json()) as Row[]))
      path = nextOf(response)
    }
    expect(found.map((row) => row[pages!.field])).toEqual(all.map((row) => row[pages!.field]))
  })
})

describe('sort', () => {
  const ways = (key: Key) => {
    const { entries } = (catalogue[key] as ApiRoute).query as unknown as {
      entries: { sort?: { wrapped: { options: string[] } } }
    }
    return entries.sort?.wrapped.options ?? []
  }

  describe.each(growing)('%s', (key) => {
    test('goes both ways, page by page, and the one is the other backwards', async () => {
      const { pages }: ApiRoute = catalogue[key]
      const [first = '', other = ''] = ways(key)
      expect([`-${first}`, first.slice(1)]).toContain(other)
      const idsOf = (rows: Row[]) => rows.map((row) => row[pages!.field])
      const newest = await rowsAt(`${pathOf(key)}?limit=500`)
      expect(idsOf(await rowsAt(`${pathOf(key)}?limit=500&sort=${first}`))).toEqual(idsOf(newest))
      const found: Row[] = []
      let path: string | undefined = `${pathOf(key)}?limit=2&sort=${other}`
      for (let turn = 0; path !== undefined && turn < newest.length + 2; turn += 1) {
        const response: Response = await call(path)
        expect(response.status).toBe(200)
        found.push(...((await response.json()) as Row[]))
        path = nextOf(response)
      }
      expect(idsOf(found)).toEqual(idsOf(newest).toReversed())
    })

    test('takes no other word, nor two', async () => {
      for (const asked of ['sort=1', 'sort=--x', 'sort=', `sort=x;drop`, 'sort=a&sort=b']) {
        const response = await call(`${pathOf(key)}?${asked}`)
        expect([asked, response.status, await response.json()]).toMatchObject([
          asked,
          422,
          { code: 'invalid' },
        ])
      }
    })
  })

  test('keeps to what narrows it', async () => {
    const up = await rowsAt('/api/documents?ticker=xom&sort=publishedAt')
    const down = await rowsAt('/api/documents?ticker=xom')
    expect(up.length).toBeGreaterThan(1)
    expect(up).toEqual(down.toReversed())
  })
})

test('a page keeps what narrows it', async () => {
  const response = await call('/api/documents?ticker=xom&limit=1')
  expect(nextOf(response)).toContain('ticker=xom')
  const rest = await rowsAt(nextOf(response)!)
  expect(rest).toHaveLength(1)
})

test('a list that cannot go on says so, rather than end', async () => {
  const gone = '/api/documents?after=0a000000-0000-4000-8000-00000000dead'
  const response = await call(gone)
  expect([response.status, await response.json()]).toMatchObject([409, { code: 'row_gone' }])
})

describe('a mark', () => {
  test.each(lists)('spares who has it the answer: %s', async (key) => {
    const first = await call(pathOf(key))
    const mark = first.headers.get('etag')!
    expect(mark).toMatch(/^"[0-9a-f]{32}"$/)
    const again = await call(pathOf(key), { headers: { 'if-none-match': `W/"x", ${mark}` } })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  test('changes as the rows do', async () => {
    const mark = async () => (await call('/api/companies')).headers.get('etag')
    const before = await mark()
    await sql`update companies set legal_name = 'Another' where ticker = 'XOM'`
    expect(await mark()).not.toBe(before)
  })
})

describe('CSV', () => {
  test.each(lists)('%s', async (key) => {
    const rows = await rowsAt(pathOf(key))
    const response = await call(pathOf(key), { headers: { accept: 'text/csv' } })
    expect(response.headers.get('content-type')).toMatch(/^text\/csv/)
    const [head = ''] = (await response.text()).split('\r\n')
    const columns = head.split(',')
    if (rows[0]) expect(columns.sort()).toEqual(Object.keys(rows[0]).sort())
    expect((await call(`${pathOf(key)}?format=csv`)).headers.get('content-disposition')).toMatch(
      /^attachment; filename="[a-z-]+\.csv"$/,
    )
  })

  test('holds no formula that a source slipped in', async () => {
    await sql`update documents set title = '=HYPERLINK("http://x","y")'`
    const text = await (await call('/api/documents?format=csv')).text()
    expect(text).not.toMatch(/(^|,)"?=HYPERLINK/m)
    expect(text).toContain(`"'=HYPERLINK(""http://x"",""y"")"`)
  })
})
