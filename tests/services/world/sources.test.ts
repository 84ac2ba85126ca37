import { readFileSync } from 'node:fs'
import { parseFeed } from 'feedsmith'
import { describe, expect, test } from 'vitest'
import { articleAt, serveWorld } from '../../helpers/world.ts'
import { openWorld } from '../../../services/world/open.ts'
import type { World, WorldArticle } from '../../../services/world/contents/world.ts'
import { beside } from '../../helpers/beside.ts'

const fixtures = beside('data').path
const reason = (path: string) => beside(`data/${path}`).why

const made = await openWorld({ seed: 4, from: '2026-03-02', to: '2026-03-13' })
const world: World = {
  ...made,
  pages: [
    {
      path: 'real/a.html',
      publishedAt: new Date('2026-03-04T15:00:00Z'),
      html: Buffer.from('<p>As it is</p>'),
    },
  ],
}
const { get, setNow, url } = await serveWorld(world)

describe('feeds', () => {
  test('hold the newest articles of three business days, and none of the future', async () => {
    setNow('2026-03-09T15:00:00Z')
    const answer = await get('/rss/meridian-wire.xml')
    expect(answer.headers.get('content-type')).toMatch(/rss/)
    const { feed, format } = parseFeed(await answer.text())
    expect(format).toBe('rss')
    const wanted = world.articles
      .filter(
        ({ publisher, publishedAt }) =>
          publisher === 'Meridian Wire' &&
          publishedAt >= new Date('2026-03-04T05:00:00Z') &&
          publishedAt <= new Date('2026-03-09T15:00:00Z'),
      )
      .toReversed()
      .slice(0, 100)
    const titles = 'items' in feed ? feed.items?.map((item) => item.title) : []
    expect(titles).toEqual(wanted.map(({ title }) => title))
  })

  test('RSS and Atom carry the same, even where words need escaping', async () => {
    const small = {
      ...world,
      articles: [
        articleAt('2026-03-09T14:00:00Z'),
        articleAt('2026-03-09T15:00:00Z', { description: '' }),
      ],
    }
    const own = await serveWorld(small)
    own.setNow('2026-03-09T16:00:00Z')
    const rss = parseFeed(await (await own.get('/rss/meridian-wire.xml')).text())
    const atom = parseFeed(await (await own.get('/rss/meridian-wire.atom')).text())
    if (rss.format !== 'rss' || atom.format !== 'atom') throw new Error('not the formats asked for')
    expect(
      rss.feed.items?.map(({ title, description, link }) => [title, description, link]),
    ).toEqual(
      atom.feed.entries?.map(({ title, summary, links }) => [
        title?.value,
        summary?.value,
        links?.[0]?.href,
      ]),
    )
    expect(rss.feed.items?.[1]?.description).toBe(
      'Velquera raised its outlook. Demand <is> strong.',
    )
  })

  test('an unchanged feed answers 304 until something is published', async () => {
    const [, , third] = world.articles.filter(
      ({ publisher }) => publisher === 'Tickerside',
    ) as WorldArticle[]
    const before = new Date(third!.publishedAt.getTime() - 1000)
    setNow(before)
    const first = await get('/rss/tickerside.xml')
    const etag = { 'if-none-match': first.headers.get('etag') ?? '' }
    const since = { 'if-modified-since': first.headers.get('last-modified') ?? '' }
    expect((await get('/rss/tickerside.xml', etag)).status).toBe(304)
    expect((await get('/rss/tickerside.xml', since)).status).toBe(304)
    setNow(third!.publishedAt)
    expect((await get('/rss/tickerside.xml', etag)).status).toBe(200)
    expect((await get('/rss/tickerside.xml', since)).status).toBe(200)
  })
})

type Submissions = {
  name: string
  tickers: string[]
  filings: { recent: Record<string, unknown[]> }
}

describe('EDGAR', () => {
  const filing = world.filings.find(({ filedAt }) => filedAt > new Date('2026-03-04T00:00:00Z'))!
  const listing = `/edgar-data/submissions/CIK${filing.cik}.json`
  const document = `/edgar/Archives/edgar/data/${Number(filing.cik)}/${filing.accessionNumber.replaceAll('-', '')}/${filing.primaryDocument}`

  test('a filing is listed and served from its moment on', async () => {
    setNow(new Date(filing.filedAt.getTime() - 1))
    const before = (await (await get(listing)).json()) as Submissions
    expect(before.filings.recent['accessionNumber']).not.toContain(filing.accessionNumber)
    expect((await get(document)).status).toBe(404)
    setNow(filing.filedAt)
    const after = (await (await get(listing)).json()) as Submissions
    expect(after.filings.recent['accessionNumber']?.[0]).toBe(filing.accessionNumber)
    const answer = await get(document)
    expect(answer.headers.get('content-type')).toBe('text/html')
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(filing.body)
  })

  test('who does not say who asks is refused, and so is who asks too often', async () => {
    const nameless = await fetch(url + listing, { headers: { 'user-agent': 'node' } })
    expect(nameless.status).toBe(403)
    expect(await nameless.text()).toContain('Undeclared Automated Tool')
    const limits = { polygonPerMinute: 5, edgarPerSecond: 1, alpacaPerMinute: 200 }
    const limited = await serveWorld(world, { limits })
    expect((await limited.get(listing)).status).toBe(200)
    expect((await limited.get(listing)).status).toBe(429)
  })

  test.skipIf(reason('sec'))(`has the columns and keys EDGAR has${reason('sec')}`, async () => {
    const recorded = JSON.parse(
      readFileSync(`${fixtures}/sec/submissions/CIK0000320193_AAPL.json`, 'utf8'),
    ) as Submissions
    const ours = (await (await get(listing)).json()) as Submissions
    expect(Object.keys(ours)).toEqual(Object.keys(recorded))
    expect(Object.keys(ours.filings.recent)).toEqual(Object.keys(recorded.filings.recent))
    for (const [name, column] of Object.entries(recorded.filings.recent)) {
      expect([name, typeof ours.filings.recent[name]?.[0]]).toEqual([name, typeof column[0]])
    }
  })

  test.skipIf(reason('sec'))(`says not found as EDGAR does${reason('sec')}`, async () => {
    const recorded = readFileSync(`${fixtures}/sec/errors/submissions_404.xml`, 'utf8')
    const answer = await get('/edgar-data/submissions/CIK0000000000.json')
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('application/xml')
    const tags = (xml: string) => [...xml.matchAll(/<(\w+)>/g)].map(([, name]) => name)
    expect(tags(await answer.text())).toEqual(tags(recorded))
  })
})

type Listing = {
  kind: string
  data: { after: string | null; children: { kind: string; data: Record<string, unknown> }[] }
}

describe('Reddit', () => {
  const read = async (query: string) =>
    (await (await get(`/reddit/r/stocks/new.json?${query}`)).json()) as Listing

  test('pages give each post once, newest first, none of the future', async () => {
    setNow('2026-03-06T15:00:00Z')
    const posts = []
    for (let after = ''; ;) {
      const { data } = await read(`limit=50${after}`)
      posts.push(...data.children.map((child) => child.data))
      if (data.after === null) break
      after = `&after=${data.after}`
    }
    const moments = posts.map((post) => Number(post['created_utc']))
    expect(new Set(posts.map(({ name }) => name)).size).toBe(posts.length)
    expect(posts.length).toBeGreaterThan(50)
    expect(moments).toEqual(moments.toSorted((a, b) => b - a))
    expect(moments[0]).toBeLessThanOrEqual(Date.parse('2026-03-06T15:00:00Z') / 1000)
  })

  const file = 'api-fixtures/reddit/subreddit_hot.json'
  test.skipIf(reason(file))(
    `a post has the keys and types of a recorded one${reason(file)}`,
    async () => {
      const exchanges = JSON.parse(readFileSync(`${fixtures}/${file}`, 'utf8')) as {
        body: Listing
      }[]
      const recorded = exchanges[1]!.body.data.children.map(({ data }) => data)
      const types = new Map<string, Set<string>>()
      for (const post of recorded) {
        for (const [key, value] of Object.entries(post)) {
          types.set(key, (types.get(key) ?? new Set()).add(value === null ? 'null' : typeof value))
        }
      }
      const { data } = await read('limit=5')
      for (const { kind, data: post } of data.children) {
        expect(kind).toBe('t3')
        for (const key of types.keys()) if (key !== 'preview') expect(post).toHaveProperty(key)
        for (const [key, value] of Object.entries(post)) {
          // Newer than the recording.
          if (key === 'author_fullname') continue
          expect([key, ...(types.get(key) ?? [])]).toContain(value === null ? 'null' : typeof value)
        }
      }
    },
  )
})

describe('pages', () => {
  test('an article has a page from its moment on', async () => {
    const article = world.articles[100]!
    setNow(new Date(article.publishedAt.getTime() - 1))
    expect((await get(`/pages/${article.id}.html`)).status).toBe(404)
    setNow(article.publishedAt)
    const text = await (await get(`/pages/${article.id}.html`)).text()
    expect(text).toContain('application/ld+json')
    expect(text).toContain('Simulated article')
  })

  test('a real page is served as it is, and linked', async () => {
    setNow('2026-03-04T15:00:00Z')
    expect(await (await get('/pages/real/a.html')).text()).toBe('<p>As it is</p>')
    expect(await (await get('/pages/')).text()).toContain('href="/pages/real/a.html"')
    setNow('2026-03-04T14:59:59Z')
    expect((await get('/pages/real/a.html')).status).toBe(404)
  })
})

describe('the server', () => {
  test('tells of itself, answers HEAD, and 404 for the rest', async () => {
    const info = (await (await get('/world/info')).json()) as Record<string, unknown>
    expect(info).toMatchObject({ label: 'simulated', seed: 4, counts: { companies: 50 } })
    const universe = (await (await get('/world/universe')).json()) as {
      feeds: { name: string; url: string; macro: boolean; owner: string }[]
    }
    expect(universe.feeds).toContainEqual({
      name: 'Worldview Desk',
      url: `${url}/rss/worldview-desk.xml`,
      macro: true,
      owner: 'Worldview Desk',
    })
    expect(universe.feeds).toContainEqual({
      name: 'Tickerside',
      url: `${url}/rss/tickerside.xml`,
      macro: false,
      owner: 'Tickerside',
    })
    const head = await fetch(`${url}/world/info`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    const lost = await get('/nowhere')
    expect([lost.status, lost.headers.get('content-type')]).toEqual([404, 'application/json'])
    expect((await get('/world/times?grid=0')).status).toBe(400)
  })
})
