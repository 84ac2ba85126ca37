import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { openPolygon } from '#shared/clients/polygon/client.ts'
import { polygonNews } from '#shared/clients/polygon/news.ts'
import { readNewsItem } from '#shared/clients/polygon/read-news.ts'
import { readRaw } from '#shared/domain/document/raw.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import { startServer } from '../../../helpers/http.ts'

const server = await startServer()
const NEWS = '/base/v2/reference/news'
const now = new Date('2026-03-02T15:00:00Z')
const polygon = openPolygon({ baseUrl: `${server.url}/base`, key: 'secret' })
const publishing = { now, firstFetchedAt: null, lookBackDays: 7, zone: 0 }
const job = {
  source_type: 'news_api',
  source_name: 'News',
  config: {},
  ticker: '',
} as unknown as IngestionJob

const gather = (last: string | null = null) =>
  polygonNews(polygon)({
    job,
    seen: { lastPublishedAt: last ? new Date(last) : null, state: {} },
    now,
    signal: new AbortController().signal,
  })

function item(id: number, change: Record<string, unknown> = {}) {
  return {
    id: `n${id}`,
    title: `Apple raises its forecast for quarter ${id}`,
    published_utc: new Date(Date.UTC(2026, 2, 2, 12, 0, id)).toISOString(),
    article_url: `https://b.example/${id}`,
    publisher: { name: 'Benzinga' },
    tickers: ['AAPL'],
    description: 'x',
    ...change,
  }
}
type Page = { results?: unknown; next_url?: unknown; status?: unknown }
/** Answers the first page and each cursor's. */
function serve(pages: Record<string, Page | { code: number }>): void {
  server.asked.length = 0
  server.answer(NEWS, ({ url = '' }) => {
    const query = new URL(url, server.url).searchParams
    const page = pages[query.get('cursor') ?? query.get('published_utc.gte') ?? ''] ??
      pages['first'] ?? { code: 404 }
    return 'code' in page ? { status: page.code } : { body: JSON.stringify(page) }
  })
}
const titles = (found: Awaited<ReturnType<typeof gather>>) =>
  found.documents?.map(({ title }) => Number(/\d+$/.exec(title)?.[0]))

describe('a refusal', () => {
  it.each([
    [401, { status: 'ERROR', request_id: 'x', error: 'Unknown API Key' }, 'Unknown API Key'],
    [
      429,
      { status: 'ERROR', error: 'You’ve exceeded the maximum requests per minute' },
      'exceeded',
    ],
    [400, { status: 'ERROR', message: 'cursor is malformed' }, 'cursor is malformed'],
    [403, { error: { message: 'Account on hold' } }, 'Account on hold'],
    [500, 'upstream connect error', 'upstream connect error'],
    [200, { status: 'ERROR', error: 'Back in an hour' }, 'Back in an hour'],
  ])('of %i is told in its own words', async (status, body, words) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    server.answer(NEWS, () => ({ status, body: text }))
    await expect(gather()).rejects.toThrow(words)
  })
  it('that is a page for people is not told', async () => {
    server.answer(NEWS, () => ({ status: 502, body: '<html><h1>Bad Gateway</h1></html>' }))
    await expect(gather()).rejects.toThrow(/expected 200, found 502$/)
  })
})

describe('a next page', () => {
  it.each([
    'https://api.massive.com/v2/reference/news?cursor=abc',
    'https://api.polygon.io:443:443/v2/reference/news?cursor=abc',
    'https://api.polygon.io:99999/v2/reference/news?apiKey=theirs&cursor=abc',
    '/v2/reference/news?cursor=abc',
    '?cursor=abc#x',
    'http://user:pass@127.0.0.1/v2/reference/news?cursor=abc',
    'javascript:alert(1)?cursor=abc',
    '//other.example/v3?cursor=abc',
  ])('at %s is asked at our own base, with its cursor and no key of theirs', async (next_url) => {
    serve({ first: { results: [item(1)], next_url }, abc: { results: [item(2)] } })
    const found = await gather()
    expect(titles(found)).toEqual([1, 2])
    expect(server.asked).toHaveLength(2)
    expect(server.asked[1]).toBe(`${NEWS}?cursor=abc`)
    expect(found.missing).toEqual([])
  })

  it.each([500, 429, 401, 400, 404])(
    'that answers %i costs nothing of the pages before it',
    async (code) => {
      serve({
        first: { results: [item(1), item(2)], next_url: `${server.url}${NEWS}?cursor=abc` },
        abc: { code },
        '2026-03-02T12:00:02Z': { code: 500 },
      })
      const found = await gather()
      expect(titles(found)).toEqual([1, 2])
      expect(found.missing).toHaveLength(1)
      expect(found.seen.lastPublishedAt).toEqual(new Date('2026-03-02T12:00:02Z'))
    },
  )

  it.each([400, 404])(
    'whose cursor fails with %i is begun anew from the newest had',
    async (code) => {
      serve({
        first: { results: [item(1), item(2)], next_url: `https://x.example/n?cursor=old` },
        old: { code },
        '2026-03-02T12:00:02Z': {
          results: [item(2), item(3)],
          next_url: 'https://x.example/?cursor=new',
        },
        new: { results: [item(4)] },
      })
      const found = await gather()
      expect(titles(found)).toEqual([1, 2, 2, 3, 4])
      expect(found.missing).toEqual([])
    },
  )

  it('whose cursor always fails ends all the same', async () => {
    serve({
      first: { results: [item(1)], next_url: `https://x.example/n?cursor=old` },
      old: { code: 400 },
    })
    const found = await gather()
    expect(titles(found)?.every((n) => n === 1)).toBe(true)
    expect(found.missing).toHaveLength(1)
    expect(server.asked.length).toBeLessThan(10)
  })

  it.each([
    ['itself', { abc: { results: [item(2)], next_url: '?cursor=abc' } }],
    [
      'one before',
      {
        abc: { results: [item(2)], next_url: '?cursor=def' },
        def: { results: [item(2)], next_url: '?cursor=abc' },
      },
    ],
  ])('that leads to %s is read once', async (_name, pages) => {
    serve({
      first: { results: [item(1)], next_url: '?cursor=abc' },
      ...(pages as Record<string, Page>),
    })
    const found = await gather()
    expect(new Set(titles(found))).toEqual(new Set([1, 2]))
    expect(found.missing).toEqual(['news: the next page is one that was read'])
    expect(server.asked.length).toBeLessThan(5)
  })

  it.each([7, {}, ''])('that is %j is none', async (next_url) => {
    serve({ first: { results: [item(1)], next_url, status: 200 } })
    expect(titles(await gather())).toEqual([1])
  })

  it('never comes to an end: what was had is kept, and the next fetch goes on from it', async () => {
    let page = 0
    server.answer(NEWS, () => {
      page += 1
      return { body: JSON.stringify({ results: [item(page)], next_url: `?cursor=${page}` }) }
    })
    const found = await gather()
    expect(found.documents).toHaveLength(20)
    expect(found.seen.lastPublishedAt).toEqual(new Date('2026-03-02T12:00:20Z'))
    expect(found.notes).toEqual(['more is left for the next fetch'])
  })

  it('of a source that tells the newest first leaves what is older to the next fetch', async () => {
    let page = 30
    server.answer(NEWS, () => {
      page -= 1
      return { body: JSON.stringify({ results: [item(page)], next_url: `?cursor=${page}` }) }
    })
    expect((await gather()).seen.lastPublishedAt).toBeNull()
  })
})

it('fails where the first page does', async () => {
  serve({ first: { code: 400 } })
  await expect(gather()).rejects.toBeInstanceOf(PermanentFault)
})

describe('an item', () => {
  it.each([
    { tickers: ['AAPL', null] },
    { publisher: 'Benzinga' },
    { author: ['Jo', 'Al'] },
    { published_utc: '2026-03-02 14:00:00' },
    { published_utc: Date.UTC(2026, 2, 2, 14) / 1000 },
    { tickers: 'AAPL' },
    { publisher: { name: { first: 'Ben' } } },
    { description: 1e308, id: 12, article_url: ['https://x.example'] },
    { title: 'Cut emoji \ud83d', description: 'NUL \0 and \ude00' },
    { title: 7, description: 'Apple raised its forecast. It is the third time.' },
    { amp_url: 7, insights: [null, { sentiment: { x: 1 } }], keywords: 'none' },
  ])('with %j is a document, here and for the parser', (change) => {
    const read = readNewsItem(item(1, change), publishing)
    expect(read).toHaveProperty('document')
    if (!('document' in read)) return
    const { document } = read
    expect(document.title.isWellFormed()).toBe(true)
    expect(`${document.title}${document.summary}`).not.toContain('\0')
    const raw = readRaw(document.raw.bytes, 'application/json', false)
    expect(raw.reason).toBeNull()
    expect(raw.tickers).toEqual(['AAPL'])
    if ('publisher' in change && typeof change.publisher === 'string')
      expect([document.publisher, raw.publisher]).toEqual(['Benzinga', 'Benzinga'])
  })

  it('without a title has one made of the beginning of its description', () => {
    const made = (description: string) => {
      const read = readNewsItem(item(1, { title: null, description }), publishing)
      return 'document' in read ? read.document.title : ''
    }
    expect(made('Ford recalls 300,000 trucks. More.')).toBe('Ford recalls 300,000 trucks.')
    expect(made('<p>Ford recalls</p> trucks')).toBe('Ford recalls trucks')
    expect(made('word '.repeat(100))).toHaveLength(120)
  })

  it.each([
    ['not_an_item', null],
    ['not_an_item', [item(1)]],
    ['not_an_item', 'text'],
    ['no_title', item(1, { title: ' \0', description: null })],
    ['no_date', item(1, { published_utc: '0000-01-01T00:00:00Z' })],
    ['no_date', item(1, { published_utc: '2026-02-31T00:00:00Z' })],
    ['no_date', item(1, { published_utc: { at: 1 } })],
    ['no_date', item(1, { published_utc: 1e300 })],
    ['item_too_large', item(1, { description: 'x'.repeat(5_000_000) })],
  ])('is refused as %s with its bytes', (reason, odd) => {
    const read = readNewsItem(odd, publishing)
    expect(read).toMatchObject({ reject: { reason } })
    if ('reject' in read) expect(Buffer.from(read.reject.item).toString()).toBe(JSON.stringify(odd))
  })

  it('of a moment far ahead is kept, and says so, as that of a feed is', () => {
    const read = readNewsItem(item(1, { published_utc: '2099-12-31T23:59:59Z' }), publishing)
    expect(read).toMatchObject({ document: { dateFlags: ['date_implausible'] } })
  })

  it('nested without an end costs itself', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown
    expect(readNewsItem(item(1, { keywords: deep }), publishing)).toMatchObject({
      reject: { reason: 'item_too_large' },
    })
  })

  it('of long ago is flagged, and does not say where to go on', async () => {
    serve({ first: { results: [item(1), item(2, { published_utc: '1999-01-01T00:00:00Z' })] } })
    const found = await gather()
    expect(found.documents?.[1]?.dateFlags).toEqual(['date_implausible'])
    expect(found.seen.lastPublishedAt).toEqual(new Date('2026-03-02T12:00:01Z'))
  })
})

const oddItem = fc.oneof(
  fc.jsonValue(),
  fc.record(
    Object.fromEntries(
      [
        'id',
        'title',
        'published_utc',
        'article_url',
        'author',
        'publisher',
        'tickers',
        'description',
      ].map((name) => [
        name,
        fc.oneof(
          fc.jsonValue(),
          fc.string({ unit: 'binary' }),
          fc.constantFrom('\0', '\ud83d', '9999-12-31T23:59:59Z', '0000-01-01', '', -1, 1e308),
        ),
      ]),
    ),
    { requiredKeys: [] },
  ),
)

test.prop([fc.array(oddItem, { maxLength: 8 }), fc.array(fc.nat(30), { maxLength: 4 })], {
  numRuns: 200,
})(
  'whatever odd items stand among good ones, all the good are found and nothing is lost',
  async (odd, good) => {
    const items = [...odd, ...good.map((n) => item(n))].sort(() => 0)
    const found = await polygonNews({
      news: async () => ({ items, whole: true, missing: [] }),
    })({
      job,
      seen: { lastPublishedAt: null, state: {} },
      now,
      signal: new AbortController().signal,
    })
    for (const n of good) expect(titles(found)).toContain(n)
    const ahead = items.length - found.documents!.length - found.rejects!.length
    expect(ahead).toBeGreaterThanOrEqual(0)
    for (const { says, reason } of found.rejects!)
      expect([says !== '', reason !== '']).toEqual([true, true])
    const cursor = found.seen.lastPublishedAt
    expect(cursor === null || (cursor !== undefined && cursor <= now)).toBe(true)
  },
)
