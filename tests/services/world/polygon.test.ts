import { fc, test } from '@fast-check/vitest'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import { serveWorld } from '../../helpers/world.ts'
import { complaints, type OpenApi } from '../../helpers/openapi.ts'
import { openWorld } from '../../../services/world/open.ts'
import { hoursOf } from '../../../services/world/contents/sessions.ts'
import { beside } from '../../helpers/beside.ts'

const { path: fixtures, why: absent } = beside('data/api-fixtures/polygon')
const spec = `${fixtures}/openapi_massive_rest_2025.json.gz`

const world = await openWorld({ seed: 4, from: '2026-03-02', to: '2026-03-13' })
const served = await serveWorld(world)
const { get, setNow } = served
const NEWS = '/polygon/v2/reference/news'
const RANGE = '/polygon/v2/aggs/ticker/VELQ/range'

type News = {
  results: { id: string; published_utc: string; tickers: string[] }[]
  next_url?: string
  count: number
}
type Bar = { t: number; o: number; h: number; l: number; c: number; v: number }
type Bars = { results?: Bar[]; resultsCount: number; queryCount: number; next_url?: string }

async function read<T>(path: string): Promise<T> {
  const response = await get(path)
  expect(response.status).toBe(200)
  return (await response.json()) as T
}

async function newsPages(path: string): Promise<News['results']> {
  const all = []
  for (let next: string | undefined = path; next;) {
    const page: News = await read<News>(next)
    expect(page.count).toBe(page.results.length)
    all.push(...page.results)
    next = page.next_url
  }
  return all
}

describe('news', () => {
  test('pages give each article once, in either order', async () => {
    setNow('2026-03-06T21:00:00Z')
    const there = world.articles.filter(
      ({ publishedAt }) => publishedAt <= new Date('2026-03-06T21:00:00Z'),
    )
    const newest = await newsPages(`${NEWS}?limit=97`)
    expect(newest.map(({ id }) => id)).toEqual(there.map(({ id }) => id).toReversed())
    const oldest = await newsPages(`${NEWS}?limit=97&order=asc`)
    expect(oldest.map(({ id }) => id)).toEqual(there.map(({ id }) => id))
  })

  test('a page asked for later still gives no article twice', async () => {
    setNow('2026-03-04T15:00:00Z')
    const first = await read<News>(`${NEWS}?limit=20`)
    setNow('2026-03-05T15:00:00Z')
    const second = await read<News>(first.next_url ?? '')
    const ids = [...first.results, ...second.results].map(({ id }) => id)
    expect(new Set(ids).size).toBe(40)
  })

  test('ticker and window choose', async () => {
    setNow(world.to)
    const window = 'published_utc.gte=2026-03-03T00:00:00Z&published_utc.lt=2026-03-05'
    const found = await newsPages(`${NEWS}?ticker=VELQ&${window}&order=asc&limit=3`)
    const wanted = world.articles.filter(
      ({ tickers, publishedAt }) =>
        tickers.includes('VELQ') &&
        publishedAt >= new Date('2026-03-03T00:00:00Z') &&
        publishedAt < new Date('2026-03-05T00:00:00Z'),
    )
    expect(found.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id))
    expect(found.length).toBeGreaterThan(0)
  })

  test.prop(
    [fc.date({ min: world.articles[0]!.publishedAt, max: world.to, noInvalidDate: true })],
    { numRuns: 30 },
  )('nothing from the future is served', async (now) => {
    setNow(now)
    const { results } = await read<News>(`${NEWS}?limit=50`)
    for (const { published_utc: published } of results)
      expect(Date.parse(published)).toBeLessThanOrEqual(now.getTime())
  })
})

describe('bars', () => {
  test.prop([fc.date({ min: world.from, max: world.to, noInvalidDate: true })], { numRuns: 30 })(
    'a day is served once it has closed, a minute once it is over',
    async (now) => {
      setNow(now)
      const days = await read<Bars>(`${RANGE}/1/day/2026-03-01/2026-03-31`)
      const closed = world.bars
        .get('VELQ')
        ?.filter(({ date }) => date >= '2026-03-01' && hoursOf(date).closesAt <= now)
      expect(days.results?.map(({ c }) => c) ?? []).toEqual(closed?.map(({ close }) => close))
      const minutes = await read<Bars>(`${RANGE}/1/minute/2026-03-01/2026-03-31?limit=50000`)
      for (const { t } of minutes.results ?? [])
        expect(t + 60_000).toBeLessThanOrEqual(now.getTime())
      const date = now.toISOString().slice(0, 10)
      const { resultsCount } = await read<Bars>(
        `/polygon/v2/aggs/grouped/locale/us/market/stocks/${date}`,
      )
      const isSession = world.bars.get('VELQ')?.some((bar) => bar.date === date) ?? false
      expect(resultsCount).toBe(isSession && hoursOf(date).closesAt <= now ? 50 : 0)
    },
  )

  test('the minutes of a day add up to the day', async () => {
    setNow(world.to)
    const { results: minutes = [] } = await read<Bars>(`${RANGE}/1/minute/2026-03-03/2026-03-03`)
    const { results: [day] = [] } = await read<Bars>(`${RANGE}/1/day/2026-03-03/2026-03-03`)
    expect(minutes).toHaveLength(390)
    expect(minutes[0]?.o).toBe(day?.o)
    expect(minutes.at(-1)?.c).toBe(day?.c)
    expect(Math.max(...minutes.map(({ h }) => h))).toBe(day?.h)
    expect(Math.min(...minutes.map(({ l }) => l))).toBe(day?.l)
    expect(minutes.reduce((sum, { v }) => sum + v, 0)).toBe(day?.v)
    expect(Math.min(...minutes.map(({ v }) => v))).toBeGreaterThanOrEqual(0)
  })

  test.each(['asc', 'desc'])('pages give each bar once, %s', async (sort) => {
    setNow(world.to)
    for (const [span, limit, count] of [
      ['1/day', 4, 10],
      ['15/minute', 100, 260],
      ['1/hour', 200, 70],
    ] as const) {
      const seen: number[] = []
      for (
        let next: string | undefined =
          `${RANGE}/${span}/2026-03-02/2026-03-13?limit=${limit}&sort=${sort}`;
        next;
      ) {
        const page: Bars = await read<Bars>(next)
        seen.push(...(page.results ?? []).map(({ t }) => t))
        next = page.next_url
      }
      expect(seen).toEqual([...new Set(seen)].sort((a, b) => (sort === 'asc' ? a - b : b - a)))
      expect(seen).toHaveLength(count)
    }
  })

  test('weeks and months gather their days', async () => {
    setNow(world.to)
    const { results: weeks = [] } = await read<Bars>(`${RANGE}/1/week/2026-03-01/2026-03-14`)
    const bars = world.bars.get('VELQ')?.filter(({ date }) => date >= '2026-03-02') ?? []
    expect(weeks.map(({ c }) => c)).toEqual([bars[4]?.close, bars[9]?.close])
    expect(weeks[0]?.h).toBe(Math.max(...bars.slice(0, 5).map(({ high }) => high)))
  })

  test('an unknown ticker has no bars', async () => {
    const answer = await read<Bars>(
      '/polygon/v2/aggs/ticker/NONE/range/1/day/2026-03-02/2026-03-13',
    )
    expect(answer).toMatchObject({ status: 'OK', resultsCount: 0 })
    expect(answer).not.toHaveProperty('results')
  })
})

describe('refusals', () => {
  test('without a key: 401', async () => {
    const response = await fetch(served.url + NEWS)
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({
      status: 'ERROR',
      error: 'API Key was not provided',
    })
    expect((await fetch(`${served.url}${NEWS}?apiKey=x`)).status).toBe(200)
  })

  test.each([
    `${NEWS}?limit=1001`,
    `${NEWS}?order=sideways`,
    `${NEWS}?published_utc.gte=yesterday`,
    `${NEWS}?cursor=abc`,
    `${RANGE}/0/day/2026-03-02/2026-03-03`,
    `${RANGE}/1/fortnight/2026-03-02/2026-03-03`,
    `${RANGE}/1/day/2026-02-30/2026-03-03`,
    `${RANGE}/1/day/2026-03-03/2026-03-02`,
  ])('%s: 400', async (path) => {
    const response = await get(path)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ status: 'ERROR', error: expect.any(String) })
  })

  test('a path it does not know: 404', async () => {
    const response = await get('/polygon/v9/nothing')
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ status: 'NOT_FOUND' })
  })

  test('more than the plan allows: 429', async () => {
    const limited = await serveWorld(world, {
      limits: { polygonPerMinute: 2, edgarPerSecond: 2, alpacaPerMinute: 200 },
    })
    const statuses = []
    for (let ask = 0; ask < 3; ask += 1) statuses.push((await limited.get(NEWS)).status)
    expect(statuses).toEqual([200, 200, 429])
    expect(await (await limited.get(NEWS)).json()).toMatchObject({
      error: expect.stringMatching(/maximum requests per minute/),
    })
  })
})

describe.skipIf(absent)(`held to Polygon's own description${absent}`, () => {
  const document = absent
    ? undefined
    : (JSON.parse(gunzipSync(readFileSync(spec)).toString('utf8')) as {
        paths: Record<
          string,
          { get: { responses: { 200: { content: { 'application/json': { schema: unknown } } } } } }
        >
      })
  const paths = {
    '/v2/reference/news': `${NEWS}?limit=20`,
    '/v2/aggs/ticker/{stocksTicker}/range/{multiplier}/{timespan}/{from}/{to}': `${RANGE}/1/day/2026-03-02/2026-03-13?limit=5`,
    '/v2/aggs/grouped/locale/us/market/stocks/{date}':
      '/polygon/v2/aggs/grouped/locale/us/market/stocks/2026-03-03',
  }

  test.each(Object.entries(paths))('%s', async (path, ours) => {
    setNow(world.to)
    const { schema } = document!.paths[path]!.get.responses[200].content['application/json']
    const flat = { components: { schemas: { Answer: flattened(schema as Part) } } } as OpenApi
    const answer = await read<Record<string, unknown>>(ours)
    // The service sends `count` with bars too, as its recorded answers do; its description leaves it out.
    const { count, ...described } = answer
    expect(
      complaints(flat, 'Answer', path.includes('aggs') ? described : { count, ...described }),
    ).toEqual([])
  })

  const mocks = {
    'v2/reference/news__ticker=NFLX.json': `${NEWS}?limit=1`,
    'v2/aggs/ticker/AAPL/range/1/day/2005-04-01/2005-04-04.json': `${RANGE}/1/day/2026-03-02/2026-03-03`,
    'v2/aggs/grouped/locale/us/market/stocks/2005-04-04__adjusted=true.json':
      '/polygon/v2/aggs/grouped/locale/us/market/stocks/2026-03-03',
  }
  const extras = new Set(['next_url', 'favicon_url', 'amp_url', 'image_url'])
  test.each(Object.entries(mocks))(
    'recorded %s has the same keys and types',
    async (file, ours) => {
      setNow(world.to)
      const recorded: unknown = JSON.parse(readFileSync(`${fixtures}/mocks/${file}`, 'utf8'))
      const without = (shape: string[]) =>
        shape.filter((line) => !extras.has(/(\w+):/.exec(line)?.[1] ?? ''))
      expect(without(shapeOf(await read(ours)))).toEqual(without(shapeOf(recorded)))
    },
  )
})

type Part = { allOf?: Part[]; properties?: object; required?: string[]; type?: string }

/** `allOf` of objects as one object: else each part complains of the other's keys. */
function flattened(schema: Part): Part {
  const parts = schema.allOf ?? [schema]
  return {
    type: 'object',
    properties: Object.assign({}, ...parts.map(({ properties }) => properties ?? {})) as object,
    required: parts.flatMap(({ required }) => required ?? []),
  }
}

/** Each path in a value and its type, the first entry standing for a list. */
function shapeOf(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return [`${at}: list`, ...shapeOf(value[0], `${at}[]`)]
  if (typeof value !== 'object' || value === null) return [`${at}: ${typeof value}`]
  return Object.entries(value)
    .flatMap(([key, each]) => shapeOf(each, `${at}.${key}`))
    .sort()
}
