import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { newYorkDate, newYorkInstant } from '#shared/domain/market/calendar.ts'
import { serveWorld } from '../../helpers/world.ts'
import { openWorld } from '../../../services/world/open.ts'
import { openQuotes } from '../../../services/world/contents/quotes.ts'
import { beside } from '../../helpers/beside.ts'

const root = mkdtempSync(join(tmpdir(), 'stonks-world-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const companies =
  'ticker,name,sector,aliases\nACME,Acme,Industrials,Acme|Acme Corp\nZED,"Zed, Inc.",Energy,Zed\n'
const bars = [
  'ticker,date,open,high,low,close,volume,adj_close',
  'ACME,2019-03-01,10,11,9.5,10.5,1000,10.5',
  'ACME,2019-03-04,10.5,12,10.25,11.75,2000,11.7',
  'ACME,2019-03-05,11.5,11.75,11,11.25,1500,11.2',
  'ZED,2019-03-04,50,51,49,50,10,50',
].join('\n')
const news = [
  {
    id: 'a',
    publisher: 'Reuters',
    date: '2019-03-04',
    time_et: null,
    title: 'Acme soars',
    tickers_by_alias: ['ACME', 'GONE'],
  },
  {
    id: 'b',
    publisher: 'CNBC',
    date: '2019-03-04',
    time_et: '09:12',
    title: 'Zed',
    description: 'Zed falls.',
    tickers_by_alias: ['ZED'],
  },
  {
    id: 'c',
    publisher: 'Reuters',
    date: '2019-03-05',
    time_et: null,
    title: 'Rain',
    tickers_by_alias: [],
  },
]
  .map((item) => JSON.stringify(item))
  .join('\n')

let count = 0
let data = ''
const put = (name: string, content: string | Buffer) => writeFileSync(join(data, name), content)
beforeEach(() => {
  data = mkdtempSync(join(root, `${(count += 1)}-`))
  put('companies.csv', companies)
  put('bars.csv', bars)
  put('news.jsonl', news)
})

describe('a data folder', () => {
  test('is read as it stands, New York hours kept and missing ones spread', async () => {
    const world = await openWorld({ data, seed: 1 })
    expect(world).toMatchObject({ label: 'replay', from: newYorkInstant('2019-03-04', '00:00') })
    expect(world.to).toEqual(newYorkInstant('2019-03-06', '00:00'))
    expect(world.companies[1]).toEqual({
      ticker: 'ZED',
      name: 'Zed, Inc.',
      sector: 'Energy',
      aliases: ['Zed'],
    })
    const [a, b] = ['a', 'b'].map((id) => world.articles.find((each) => each.id === id))
    expect(b).toMatchObject({
      publishedAt: new Date('2019-03-04T14:12:00Z'),
      hourIsSynthetic: false,
      description: 'Zed falls.',
    })
    expect(a).toMatchObject({ hourIsSynthetic: true, tickers: ['ACME'], description: '' })
    expect(newYorkDate(a!.publishedAt)).toBe('2019-03-04')
    expect(a!.publishedAt >= newYorkInstant('2019-03-04', '06:00')).toBe(true)
    expect(a!.publishedAt < newYorkInstant('2019-03-04', '20:00')).toBe(true)
  })

  test('may be gzipped, and may have the name of the folder above', async () => {
    const plain = await openWorld({ data, seed: 1 })
    put('news.jsonl.gz', gzipSync(news))
    rmSync(join(data, 'news.jsonl'))
    expect((await openWorld({ data, seed: 1 })).articles).toEqual(plain.articles)
  })

  test('from and to limit the articles; bars before them stay as history', async () => {
    const world = await openWorld({ data, seed: 1, from: '2019-03-04', to: '2019-03-04' })
    expect(world.articles.map(({ id }) => id).sort()).toEqual(['a', 'b'])
    expect(world.bars.get('ACME')?.map(({ date }) => date)).toEqual(['2019-03-01', '2019-03-04'])
  })

  test('another seed spreads the hours otherwise, the same seed alike', async () => {
    const at = async (seed: number) =>
      (await openWorld({ data, seed })).articles.find(({ id }) => id === 'a')?.publishedAt
    expect(await at(1)).toEqual(await at(1))
    expect(await at(1)).not.toEqual(await at(2))
  })

  test('bars out of order are sorted, holes tolerated, both told', async () => {
    const [head, ...rows] = bars.split('\n')
    put(
      'bars.csv',
      [
        head,
        ...rows.toReversed(),
        'ZED,2019-03-01,50,51,49,50,10,50',
        'ZED,2019-03-06,50,51,49,50,10,50',
        'NONE,2019-03-04,1,1,1,1,1,1',
      ].join('\n'),
    )
    const { bars: read, notes } = await openWorld({ data, seed: 1 })
    expect(read.get('ACME')?.map(({ date }) => date)).toEqual([
      '2019-03-01',
      '2019-03-04',
      '2019-03-05',
    ])
    expect(notes).toContain('bars.csv: out of order, sorted: ACME, ZED')
    expect(notes).toContain('bars.csv: not in companies.csv, left out: NONE')
    expect(notes).toContain('bars.csv: ZED has no bar on 1 days in its range')
  })

  test('quotes follow its real bars', async () => {
    const quotes = openQuotes(await openWorld({ data, seed: 1 }))
    expect(quotes.lastTrade('ACME', new Date('2019-03-04T14:29:00Z'))?.price).toBe(10.5)
    expect(quotes.lastTrade('ACME', new Date('2019-03-04T22:00:00Z'))?.price).toBe(11.75)
    expect(quotes.lastTrade('ZED', new Date('2019-03-05T15:00:00Z'))?.price).toBe(50)
  })
})

describe('a data folder that is wrong is refused with file, line, wanted and found', () => {
  test.each([
    [
      'news.jsonl',
      `${news}\n{"id": "d"`,
      /^news\.jsonl line 4: expected one JSON object, found "{"id": "d""/,
    ],
    [
      'news.jsonl',
      news.replace('2019-03-05', '2019-02-30'),
      /^news\.jsonl line 3: expected a date YYYY-MM-DD, found "2019-02-30"/,
    ],
    [
      'news.jsonl',
      news.replace('09:12', '9.12'),
      /^news\.jsonl line 2: expected time_et as HH:MM or null/,
    ],
    [
      'news.jsonl',
      news.replace('"c"', '"a"'),
      /^news\.jsonl line 3: expected an id not used before, found "a"/,
    ],
    ['news.jsonl', news.replace('"Rain"', '""'), /^news\.jsonl line 3: expected title as text/],
    [
      'bars.csv',
      bars.replace('12,10.25', '11,10.25'),
      /^bars\.csv line 3: expected a high of at least/,
    ],
    ['bars.csv', bars.replace('9.5', 'x'), /^bars\.csv line 2: expected low as a number/],
    ['bars.csv', bars.replace(',volume', ',amount'), /^bars\.csv line 1: expected a column volume/],
    ['bars.csv', `${bars}\nZED,2019-03-05,50`, /^bars\.csv line 6: expected 8 fields, found "3"/],
    [
      'bars.csv',
      `${bars}\nZED,2019-03-04,50,51,49,50,10,50`,
      /expected one bar of ZED a day, found "two on 2019-03-04"/,
    ],
    [
      'companies.csv',
      companies.replace('ZED', 'ACME'),
      /^companies\.csv line 3: expected a ticker not listed before/,
    ],
    [
      'companies.csv',
      companies.replace('ACME', 'acme'),
      /^companies\.csv line 2: expected a ticker of capitals, found "acme"/,
    ],
  ])('%s: %#', async (name, content, message) => {
    put(name, content)
    await expect(openWorld({ data, seed: 1 })).rejects.toThrow(message)
  })

  test('a file that is not there, a folder without articles in the range, days the wrong way round', async () => {
    await expect(openWorld({ data, seed: 1, from: '2020-01-01' })).rejects.toThrow(
      /expected articles from 2020-01-01/,
    )
    await expect(
      openWorld({ data, seed: 1, from: '2020-01-01', to: '2019-01-01' }),
    ).rejects.toThrow(/from to be at most to/)
    rmSync(join(data, 'bars.csv'))
    await expect(openWorld({ data, seed: 1 })).rejects.toThrow(
      /expected bars\.csv or bars\.csv\.gz, found neither/,
    )
  })
})

type Item = { publisher: { name: string }; hour_is_synthetic?: boolean }

const { path: real, why: absent } = beside('data/replay')

describe.skipIf(absent)(`the real days${absent}`, async () => {
  const world = absent
    ? undefined
    : await openWorld({ data: real, seed: 1, from: '2019-11-11', to: '2019-11-15' })

  test('hold articles, bars and filings; what was moved says so', async () => {
    expect(world!.articles.length).toBeGreaterThan(200)
    expect(world!.companies).toHaveLength(64)
    expect(world!.bars.get('AAPL')?.at(-1)?.date).toBe('2019-11-15')
    const own = world!.filings.find(
      ({ accessionNumber }) => accessionNumber === '0001193125-19-292676',
    )
    expect(own).toMatchObject({
      form: '8-K',
      filedAt: new Date('2019-11-15T11:02:24Z'),
      primaryDocument: 'd828969d8k.htm',
    })
    expect(own).not.toHaveProperty('movedFrom')
    for (const { filedAt, movedFrom } of world!.filings) {
      expect(filedAt >= world!.from && filedAt < world!.to).toBe(true)
      if (movedFrom !== undefined) expect(movedFrom).not.toBe(newYorkDate(filedAt))
    }
  })

  test('are served: a filing on its real day, a page as it is, an hour that says it was made', async () => {
    const { get, setNow } = await serveWorld(world!)
    setNow(world!.to)
    const path = '/edgar/Archives/edgar/data/320193/000119312519292676/d828969d8k.htm'
    expect(await (await get(path)).text()).toContain('Apple')
    const page = world!.pages[0]!
    expect(Buffer.from(await (await get(`/pages/${page.path}`)).arrayBuffer())).toEqual(page.html)
    const { results } = (await (await get('/polygon/v2/reference/news?limit=100')).json()) as {
      results: Item[]
    }
    const made = (name: string) =>
      results
        .filter(({ publisher }) => publisher.name === name)
        .map((item) => item.hour_is_synthetic)
    expect([...new Set(made('Reuters'))]).toEqual([true])
    expect([...new Set(made('CNBC'))]).toEqual([undefined])
  })
})
