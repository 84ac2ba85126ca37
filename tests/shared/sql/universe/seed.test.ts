import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { Universe } from '#shared/contracts/universe.ts'
import { readUniverse } from '#shared/clients/universe/read.ts'
import { findMentions } from '#shared/domain/document/mentions/mentions.ts'
import { saveAliases } from '#shared/sql/universe/aliases.ts'
import { readCompanies, readCompany, companyIdOf } from '#shared/sql/universe/companies.ts'
import { openRegistry } from '#shared/sql/universe/registry.ts'
import { readTrackedTickers } from '#shared/sql/universe/securities.ts'
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
      // What a file says of names it says whole.
      aliases: ['iPhone'],
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

describe('a corrected file', () => {
  const zebra = (aliases: string[]) =>
    v.parse(Universe, { companies: [{ ticker: 'ZBRA', name: 'Zebra Technologies', aliases }] })
  const aliasesOf = async () => (await readCompany(sql, 'ZBRA'))?.aliases

  it('takes away the names that a file gave, and none that a person gave', async () => {
    await seedUniverse(sql, zebra(['Zebra', 'IT']))
    await sql.begin((tx) => saveAliases(tx, [{ ticker: 'ZBRA', alias: 'Zebra Tech' }]))
    await seedUniverse(sql, zebra(['Zebra']))
    expect(await aliasesOf()).toEqual(['Zebra', 'Zebra Tech'])
    await seedUniverse(sql, zebra(['Zebra Tech']))
    await seedUniverse(sql, zebra([]))
    expect(await aliasesOf()).toEqual(['Zebra Tech'])
  })
})

describe('an issuer with several securities', () => {
  const fox = v.parse(Universe, {
    companies: [
      { ticker: 'FOXA', name: 'Fox Corporation (Class A)', cik: '1754301' },
      { ticker: 'FOX', name: 'Fox Corporation (Class B)', cik: '1754301', aliases: ['Fox Corp'] },
    ],
  })

  it('is one company, with bars of each, whichever row comes first', async () => {
    for (const companies of [fox.companies, fox.companies.toReversed()])
      await seedUniverse(sql, { ...fox, companies })
    expect(await readCompany(sql, 'FOX')).toBeUndefined()
    expect(await readCompany(sql, 'FOXA')).toMatchObject({
      legalName: 'Fox Corporation',
      aliases: ['Fox Corp'],
      securities: ['FOX'],
    })
    const bars = (await readSources(sql, { ticker: 'FOXA' })).filter(
      ({ sourceType }) => sourceType === 'market_api',
    )
    expect(bars.map(({ sourceName, config }) => [sourceName, config['ticker']])).toEqual([
      ['Polygon bars', undefined],
      ['Polygon bars FOX', 'FOX'],
    ])
    const tracked = await readTrackedTickers(sql)
    expect([tracked.has('FOX'), tracked.has('FOXA')]).toEqual([true, true])
  })

  it('is found by either cashtag once the registry looks again', async () => {
    const registry = await openRegistry(sql)()
    for (const tag of ['$FOX', '$FOXA'])
      expect(findMentions(registry, `Buy ${tag} now`)).toMatchObject([
        { company: { ticker: 'FOXA' } },
      ])
  })
})

it('seeds the S&P 500, 503 securities of 500 companies, twice as once', async () => {
  const { sql: other } = await cloneDatabase()
  const members = await readUniverse(
    fileURLToPath(new URL('../../../bench/sp500.csv', import.meta.url)),
  )
  expect(members.notes).toEqual([])
  const seeded = await seedUniverse(other, members)
  expect(seeded).toMatchObject({ companies: 500, companiesNew: 500 })
  expect(await seedUniverse(other, members)).toMatchObject({ companiesNew: 0, sourcesNew: 0 })
  expect((await readTrackedTickers(other)).size).toBe(503)
  const registry = await openRegistry(other)()
  const found = findMentions(registry, 'Cardinal Health, Lowe’s and $GOOG rise; the Dow falls')
  expect(found.map(({ company }) => company.ticker)).toEqual(['CAH', 'LOW', 'GOOGL'])
})
