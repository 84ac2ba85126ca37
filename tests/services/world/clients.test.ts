import { beforeEach, describe, expect, test } from 'vitest'
import { openEdgar } from '#shared/clients/edgar/client.ts'
import { edgarFilings } from '#shared/clients/edgar/filings.ts'
import { readFeed } from '#shared/clients/rss/read-feed.ts'
import { openPolygon } from '#shared/clients/polygon/client.ts'
import { serveWorld } from '../../helpers/world.ts'
import { openWorld } from '../../../services/world/open.ts'

const world = await openWorld({ seed: 4, from: '2026-03-02', to: '2026-03-13' })
const { get, setNow, url } = await serveWorld(world)
const now = new Date('2026-03-10T18:00:00Z')
const signal = AbortSignal.timeout(20_000)
beforeEach(() => setNow(now))

describe('the product asks the world as it asks the real services', () => {
  const polygon = openPolygon({ baseUrl: `${url}/polygon`, key: 'key' })

  test('all news of a week, over several pages', async () => {
    const from = new Date('2026-03-03T18:00:00Z')
    const { items, whole } = await polygon.news({ from, to: now, ticker: '' }, signal)
    const wanted = world.articles.filter(
      ({ publishedAt }) => publishedAt >= from && publishedAt <= now,
    )
    expect(whole).toBe(true)
    expect(items.map((item) => (item as { id: string }).id)).toEqual(wanted.map(({ id }) => id))
  })

  test('daily bars, of one and of all', async () => {
    const { pages, missing } = await polygon.dailyBars(
      { ticker: 'VELQ', from: '2026-03-02', to: '2026-03-10' },
      signal,
    )
    const closes = world.bars
      .get('VELQ')
      ?.filter(({ date }) => date >= '2026-03-02' && date < '2026-03-10')
    const results = pages.flatMap((page) => page.results)
    expect(missing).toBe(null)
    expect(results.map((bar) => (bar as { c: number }).c)).toEqual(
      closes?.map(({ close }) => close),
    )
    const grouped = await polygon.groupedDaily('2026-03-09', signal)
    expect(grouped.pages.flatMap((page) => page.results)).toHaveLength(50)
  })

  test('filings, at the moment they were accepted', async () => {
    const agent = { userAgent: 'tests tests@example.com', perSecond: 1000 }
    const edgar = openEdgar({ dataBaseUrl: `${url}/edgar-data`, baseUrl: `${url}/edgar`, ...agent })
    const cik = world.filings.find(({ filedAt }) => filedAt < now)?.cik ?? ''
    const wanted = world.filings.filter((filing) => filing.cik === cik && filing.filedAt <= now)
    const found = await edgarFilings(edgar)({
      job: {
        source_id: '11111111-1111-4111-8111-111111111111',
        company_id: null,
        ticker: 'X',
        legal_name: 'X',
        aliases: [],
        source_type: 'filings_api',
        source_name: 'SEC EDGAR',
        config: { cik },
        credibility_score: 0.95,
        scheduled_at: now.toISOString(),
      },
      seen: { lastPublishedAt: null, state: {} },
      now,
      signal,
    })
    expect(found.documents?.map(({ publishedAt }) => publishedAt)).toEqual(
      wanted.map(({ filedAt }) => filedAt),
    )
    expect(Buffer.from(found.documents![0]!.raw.bytes)).toEqual(wanted[0]?.body)
  })

  test('feeds', async () => {
    const text = await (await get('/rss/ledger-post.xml')).text()
    const { items } = readFeed(text, 'http://x.example/')
    expect(items.length).toBeGreaterThan(20)
    const newest = world.articles.findLast(
      ({ publisher, publishedAt }) => publisher === 'Ledger Post' && publishedAt <= now,
    )
    expect(items[0]).toMatchObject({ title: newest?.title, summary: newest?.description })
    expect(new Date(items[0]?.published ?? '')).toEqual(newest?.publishedAt)
  })
})
