import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { Universe } from '#shared/contracts/universe.ts'
import { readCompanies, readCompany, companyIdOf } from '#shared/sql/universe/companies.ts'
import { readSources, readSourceToAsk, saveSourceState } from '#shared/sql/universe/sources.ts'
import { seedUniverse } from '#shared/sql/universe/seed.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql } = await cloneDatabase()

const universe = v.parse(Universe, {
  label: 'simulated',
  companies: [
    {
      ticker: 'MSFT',
      name: 'Microsoft',
      sector: 'Information Technology',
      aliases: ['Windows', 'Azure', 'X'],
    },
    {
      ticker: 'AAPL',
      name: 'Apple Inc.',
      sector: 'Information Technology',
      aliases: ['Apple'],
      cik: '320193',
    },
  ],
  feeds: [
    { name: 'Reuters', url: 'http://localhost/rss/reuters.xml', macro: true },
    { name: 'CNBC', url: 'http://localhost/rss/cnbc.xml' },
  ],
})

describe('a universe', () => {
  it('is seeded once, however often it is seeded', async () => {
    expect(await seedUniverse(sql, universe)).toEqual({
      companies: 2,
      companiesNew: 2,
      sources: 11,
      sourcesNew: 11,
    })
    const before = await readSources(sql)
    expect(await seedUniverse(sql, universe)).toEqual({
      companies: 2,
      companiesNew: 0,
      sources: 11,
      sourcesNew: 0,
    })
    expect(await readSources(sql)).toEqual(before)
    expect(
      (await readCompanies(sql)).map(({ ticker, aliases, cik }) => [ticker, aliases, cik]),
    ).toEqual([
      ['AAPL', ['Apple'], '0000320193'],
      ['MSFT', ['Azure', 'Windows'], null],
    ])
  })

  it('has sources for prices, news, feeds, filings and the broker', async () => {
    expect(
      (await readSources(sql)).map(({ ticker, sourceType, sourceName }) => [
        ticker,
        sourceType,
        sourceName,
      ]),
    ).toEqual([
      ['', 'broker', 'Alpaca'],
      ['', 'macro_news', 'Reuters'],
      ['', 'market_api', 'Polygon grouped daily'],
      ['', 'news_api', 'Polygon News'],
      ['', 'reference', 'Polygon details'],
      ['', 'reference', 'Polygon splits and dividends'],
      ['', 'web_scrape', 'CNBC'],
      ['AAPL', 'filings_api', 'SEC EDGAR'],
      ['AAPL', 'filings_api', 'SEC EDGAR facts'],
      ['AAPL', 'market_api', 'Polygon bars'],
      ['MSFT', 'market_api', 'Polygon bars'],
    ])
    const [bars] = await readSources(sql, { ticker: 'MSFT' })
    expect(bars?.config).toEqual({
      kind: 'range',
      polling_interval_seconds: 604_800,
      history_days: 400,
    })
  })

  it('may ask for news company by company', async () => {
    const { sources } = await seedUniverse(sql, universe, false)
    expect(sources).toBe(12)
    expect(
      (await readSources(sql, { ticker: 'MSFT' })).map(({ sourceName }) => sourceName),
    ).toEqual(['Polygon bars', 'Polygon News'])
  })

  it('keeps what it knew where the new text knows less', async () => {
    const text = { companies: [{ ticker: 'AAPL', name: 'Apple', aliases: ['iPhone'] }] }
    await seedUniverse(sql, v.parse(Universe, text))
    expect(await readCompany(sql, 'AAPL')).toMatchObject({
      companyId: companyIdOf('AAPL'),
      legalName: 'Apple',
      cik: '0000320193',
      aliases: ['Apple', 'iPhone'],
      active: true,
    })
  })

  it('refuses what is no ticker', () => {
    expect(v.safeParse(Universe, { companies: [{ ticker: 'apple', name: 'Apple' }] }).success).toBe(
      false,
    )
  })
})

describe('what was last seen at a source', () => {
  it('only moves forward, and keeps its keys as they are', async () => {
    const [source] = await readSources(sql)
    if (!source) throw new Error('Seed first')
    const { sourceId } = source
    await sql.begin(async (tx) => {
      await saveSourceState(tx, sourceId, {
        lastPublishedAt: new Date('2019-01-03T10:00:00Z'),
        state: { e_tag: '"a"' },
      })
      await saveSourceState(tx, sourceId, { lastPublishedAt: new Date('2019-01-02T10:00:00Z') })
      await saveSourceState(tx, sourceId, { lastPublishedAt: null })
    })
    expect((await readSourceToAsk(sql, sourceId))?.seen).toEqual({
      lastPublishedAt: new Date('2019-01-03T10:00:00Z'),
      state: { e_tag: '"a"' },
    })
    expect(await readSourceToAsk(sql, companyIdOf('none'))).toBeUndefined()
  })
})
