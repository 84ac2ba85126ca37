/** What the API tells of one company as a whole, over a real database. */

import { describe, expect, test } from 'vitest'
import type { CompanyLayers, CompanyMarks } from '#shared/contracts/api/company-insight.ts'
import type { DocumentRow } from '#shared/contracts/api/documents.ts'
import type { TrendRow } from '#shared/contracts/api/signals.ts'
import type { CompanyRow } from '#shared/contracts/api/universe.ts'
import { openApi } from './api.ts'
import { ids } from './fixture-base.ts'
import { eventId } from './fixture-layers.ts'

const { sql, call, read } = await openApi()
const marksOf = (ticker: string, search = '') =>
  read<CompanyMarks>(`/api/companies/${ticker}/marks${search}`)
const layersOf = (ticker: string) => read<CompanyLayers>(`/api/companies/${ticker}/layers`)

describe('what happened to a company', () => {
  test('is told by the session it counts for, the trend once a day', async () => {
    const marks = await marksOf('AAPL')
    expect(marks.trend).toMatchObject([{ trendId: ids.trend('AAPL'), day: '2024-03-14' }])
    expect(marks.documents.map(({ documentId }) => documentId)).toEqual([0, 6].map(ids.document))
    expect(marks.documents[0]).toMatchObject({ day: '2024-03-14', sentimentScore: 0.72 })
    expect(marks.events).toMatchObject([{ globalEventId: eventId(10), score: 0.55, direction: -1 }])
    expect(marks.orders).toMatchObject([{ side: 'buy', filledPriceAvg: '171.310000' }])
    expect(marks.advice).toMatchObject([{ action: 'buy', day: '2024-03-14' }])
  })

  test.each([
    ['2024-03-13T20:00:00Z', '2024-03-14'],
    ['2024-03-13T19:59:59Z', '2024-03-13'],
    // An hour later by the clock of Greenwich, before the clocks of New York went forward.
    ['2024-03-08T20:59:59Z', '2024-03-08'],
    ['2024-03-08T21:00:00Z', '2024-03-09'],
  ])('of %s counts for %s: the close in New York is the end of a day', async (at, day) => {
    const moved = new Date(at)
    await sql`update documents set published_at = ${moved} where document_id = ${ids.document(6)}`
    await sql`update document_company_mentions set published_at = ${moved} where document_id = ${ids.document(6)}`
    const { documents } = await marksOf('AAPL')
    expect(documents.find(({ documentId }) => documentId === ids.document(6))?.day).toBe(day)
  })

  test('is looked at as far back as was asked, and in the window that was asked', async () => {
    await sql`update document_company_mentions set published_at = ${new Date('2024-01-20T15:00:00Z')}
      where document_id = ${ids.document(6)}`
    expect((await marksOf('AAPL', '?range=1m')).documents).toHaveLength(1)
    expect((await marksOf('AAPL', '?range=3m')).documents).toHaveLength(2)
    expect((await marksOf('AAPL', '?window=30d')).trend).toEqual([])
  })

  test('of one that is not tracked is not found', async () => {
    expect((await call('/api/companies/ZZZZ/marks')).status).toBe(404)
    expect((await call('/api/companies/ZZZZ/layers')).status).toBe(404)
    expect((await call('/api/companies/AAPL/marks?range=2y')).status).toBe(422)
  })
})

describe('what moves a company', () => {
  test('is told layer by layer, shares of the mass of the trend', async () => {
    await sql`update trend_history set scoring_version = 'scoring-2',
      market = ${sql.json({ volatilityRatio: 1, volumeChange: 0 })} where trend_id = ${ids.trend('AAPL')}`
    const { windows } = await layersOf('AAPL')
    expect(windows).toHaveLength(1)
    const [own, world, rivals] = windows[0]?.layers ?? []
    expect(own).toMatchObject({ layer: 'company', signals: 1, negative: 0, neutral: 0, share: 1 })
    expect(own?.positive).toBeGreaterThan(0)
    expect(world).toMatchObject({ layer: 'macro', signals: 0, share: 0 })
    expect(rivals).toMatchObject({ layer: 'competitive', signals: 0, share: 0 })
  })

  test('by rules that this release does not know is not made up', async () => {
    await sql`update trend_history set scoring_version = 'another' where trend_id = ${ids.trend('AAPL')}`
    expect((await layersOf('AAPL')).windows[0]?.layers).toBeNull()
  })

  test('from the world and from rivals stands beside it, both ways', async () => {
    const apple = await layersOf('AAPL')
    expect(apple.macro).toMatchObject([{ globalEventId: eventId(10), components: { tier: 0.85 } }])
    expect(apple.competitive).toMatchObject([{ sourceTicker: 'MSFT', targetTicker: 'AAPL' }])
    expect((await layersOf('MSFT')).competitive).toEqual(apple.competitive)
    expect((await layersOf('JPM')).competitive).toEqual([])
  })

  test('next is told by the newest projection of each horizon, the nearest first', async () => {
    for (const [horizon, at] of [
      ['30d', '2024-03-14T14:00:00Z'],
      ['1d', '2024-03-14T14:00:00Z'],
      ['1d', '2024-03-13T14:00:00Z'],
      ['7d', '2024-03-15T14:00:00Z'],
    ] as const)
      await sql`insert into trend_projections (ticker, horizon, as_of, trend_id, direction, strength,
          confidence, low_confidence, macro_contribution_pct, diverges_from_current, components)
        values ('AAPL', ${horizon}, ${new Date(at)}, ${ids.trend('AAPL')}, 'bullish', 0.3, 0.2, true, 0.25,
          false, ${sql.json({ momentum: 0.3 })})`
    const { projections } = await layersOf('AAPL')
    expect(projections.map(({ horizon, asOf }) => [horizon, asOf.slice(0, 10)])).toEqual([
      ['1d', '2024-03-14'],
      ['30d', '2024-03-14'],
    ])
  })
})

test('one company and one document are told by themselves, as a card beside a link wants them', async () => {
  const companies = (search: string) => read<CompanyRow[]>(`/api/companies${search}`)
  expect((await companies('?ticker=aapl')).map(({ ticker }) => ticker)).toEqual(['AAPL'])
  expect(await companies('?ticker=GONE')).toEqual([])
  const documents = (search: string) => read<DocumentRow[]>(`/api/documents${search}`)
  const [one, ...none] = await documents(`?document=${ids.document(3)}`)
  expect(none).toEqual([])
  expect(one).toMatchObject({ documentId: ids.document(3), impacts: [{ ticker: 'MSFT' }] })
  expect(await documents(`?document=${ids.document(3)}&ticker=AAPL`)).toEqual([])
  expect((await call('/api/documents?document=3')).status).toBe(422)
})

describe('companies', () => {
  const companies = (search: string) => read<CompanyRow[]>(`/api/companies${search}`)
  const tickers = async (search: string) => (await companies(search)).map(({ ticker }) => ticker)

  test('are found by ticker, name and sector, and counted so', async () => {
    expect(await tickers('?words=exx')).toEqual(['XOM'])
    expect(await tickers('?words=xo')).toEqual(['XOM'])
    expect(await tickers('?words=e%25')).toEqual([])
    const technology = await tickers('?sector=tech')
    expect(technology).toContain('AAPL')
    expect(technology).not.toContain('XOM')
    expect(await read('/api/totals/companies?sector=tech')).toEqual({
      count: technology.length,
      isMore: false,
    })
    expect(await read('/api/totals/companies?words=exx&sector=tech')).toEqual({
      count: 0,
      isMore: false,
    })
  })

  test('are narrowed to those on a watchlist', async () => {
    const [list] = await sql<{ watchlistId: string }[]>`
      insert into watchlists (watchlist_id, name) values (gen_random_uuid(), 'Oil') returning watchlist_id`
    await sql`insert into watchlist_members select ${list!.watchlistId}, company_id from companies where ticker = 'XOM'`
    expect(await tickers(`?watchlist=${list!.watchlistId}`)).toEqual(['XOM'])
    expect(await read(`/api/totals/companies?watchlist=${list!.watchlistId}`)).toEqual({
      count: 1,
      isMore: false,
    })
    expect(await tickers(`?watchlist=${ids.order('AAPL')}`)).toEqual([])
  })

  test('are turned, and go on after one of them', async () => {
    const all = await tickers('')
    expect(all).toEqual(all.toSorted())
    expect(await tickers('?sort=-ticker')).toEqual(all.toReversed())
    expect(await tickers(`?limit=2&after=${all[1]}`)).toEqual(all.slice(2, 4))
    expect(await tickers(`?limit=2&sort=-ticker&after=${all[3]}`)).toEqual([all[2], all[1]])
  })

  test('tell where they stand in the window that is asked for', async () => {
    const [apple] = await companies('?ticker=AAPL')
    expect(apple!.trend).toMatchObject({ trendWindow: '7d', direction: 'bullish' })
    const trends = await read<TrendRow[]>('/api/trends?ticker=AAPL&window=7d')
    expect(apple!.trend!.moved).toBe(trends[0]!.moved)
    expect((await companies('?ticker=AAPL&trend=90d'))[0]!.trend).toBeNull()
    expect((await call('/api/companies?trend=2y')).status).toBe(422)
  })
})
