import { describe, expect, it } from 'vitest'
import { earningsDays, nextEarnings } from '#shared/domain/fundamentals/earnings-dates.ts'
import { trailingEarnings } from '#shared/domain/fundamentals/trailing-earnings.ts'
import { readEarningsFacts } from '#shared/sql/fundamentals/company-facts.ts'
import { readEarningsDates } from '#shared/sql/fundamentals/earnings-dates.ts'
import { companyIdOf } from '#shared/sql/universe/companies.ts'
import { jobFor, openBench } from './bench.ts'

const { sql, server, run } = await openBench()
const CIK = '0000320193'
const companyId = companyIdOf('AAPL')
const job = (kind: 'filings' | 'facts', sourceName: string) =>
  jobFor(sql, { sourceType: 'filings_api', sourceName, config: { cik: CIK, kind } }, 'AAPL')

const fact = (start: string, end: string, val: unknown, filed: string, place: number) => ({
  start,
  end,
  val,
  accn: `0000320193-19-${String(place).padStart(6, '0')}`,
  fy: 2019,
  fp: 'Q1',
  form: '10-Q',
  filed,
})
const factsPath = `/edgar-data/api/xbrl/companyfacts/CIK${CIK}.json`
const serve = (rows: unknown[]) =>
  server.answer(factsPath, {
    body: JSON.stringify({
      cik: 320193,
      facts: {
        'us-gaap': {
          EarningsPerShareDiluted: { units: { 'USD/shares': rows } },
          InventoryNet: { units: { USD: rows } },
        },
      },
    }),
  })
const runs = (sourceId: string) =>
  sql`select status, items_new, error from ingestion_runs where source_id = ${sourceId} order by started_at`
const epsAt = async (at: string) =>
  trailingEarnings(await readEarningsFacts(sql, companyId, new Date(at)), { on: at.slice(0, 10) })

describe('company facts', () => {
  const year = [
    fact('2018-01-01', '2018-12-31', 8, '2019-02-10', 1),
    fact('2018-01-01', '2018-03-31', 1.5, '2018-05-01', 2),
  ]
  it('are known from the end of the day they were filed on, each version', async () => {
    serve([
      ...year,
      fact('2019-01-01', '2019-03-31', 1.8, '2019-05-01', 3),
      fact('2018-01-01', '2018-12-31', 7.9, '2019-05-20', 4),
      fact('2018-01-01', '2018-12-31', null, '2019-05-01', 5),
    ])
    const facts = await job('facts', 'Facts')
    await run(facts, '2019-05-02T15:00:00Z')
    // The odd one costs itself, and what is filed later is not there yet.
    expect(await runs(facts.source_id)).toEqual([
      { status: 'partly', itemsNew: 3, error: expect.stringContaining('1 fact_unreadable') },
    ])
    expect(await epsAt('2019-02-10T20:00:00Z')).toBeUndefined()
    expect((await epsAt('2019-02-12T00:00:00Z'))?.perShare).toBe('8')
    expect((await epsAt('2019-05-02T15:00:00Z'))?.perShare).toBe('8.3')
    await run(facts, '2019-05-21T15:00:00Z')
    expect((await epsAt('2019-05-21T16:00:00Z'))?.perShare).toBe('8.2')
    expect((await epsAt('2019-05-03T00:00:00Z'))?.perShare).toBe('8.3')
    await run(facts, '2019-05-22T15:00:00Z')
    expect((await runs(facts.source_id)).map((row) => row['itemsNew'])).toEqual([3, 1, 0])
  })

  it('filed this very day are known from the fetch on', async () => {
    await sql`delete from company_facts`
    serve(year)
    await run(await job('facts', 'Today'), '2019-02-10T15:00:00Z')
    expect((await epsAt('2019-02-10T15:00:01Z'))?.perShare).toBe('8')
    expect(await epsAt('2019-02-10T15:00:00Z')).toBeUndefined()
  })

  it('of a company that has none are no fault, and what are none at all is one', async () => {
    server.answer(factsPath, { status: 404 })
    const facts = await job('facts', 'None')
    await run(facts, '2019-05-02T15:00:00Z')
    expect(await runs(facts.source_id)).toMatchObject([
      { status: 'succeeded', error: `EDGAR has no facts of ${CIK}` },
    ])
    server.answer(factsPath, { body: '[]' })
    await expect(run(facts, '2019-05-03T15:00:00Z')).rejects.toMatchObject({
      reason: 'source_malformed',
    })
  })
})

describe('earnings dates', () => {
  it('come with the list of filings, the sure moment over an assumed one', async () => {
    const rows = [
      ['0000320193-19-000070', '8-K', '2.02,9.01', '2019-07-30T16:30:20.000Z', '2019-07-30'],
      ['0000320193-19-000071', '10-Q', '', '2019-07-31T16:30:20.000Z', '2019-07-31'],
      ['0000320193-19-000060', '8-K', '5.02', '2019-06-30T16:30:20.000Z', '2019-06-30'],
      ['0000320193-19-000040', '8-K', '2.02,9.01', '2019-04-30T20:30:20.000Z', '2019-04-30'],
      ['0000320193-18-000100', '8-K', '2.02', '2018-10-31T20:30:20.000Z', '2018-10-31'],
    ] as const
    const column = (place: number) => rows.map((row) => row[place])
    server.answer(`/edgar-data/submissions/CIK${CIK}.json`, {
      body: JSON.stringify({
        filings: {
          recent: {
            accessionNumber: column(0),
            form: column(1),
            items: column(2),
            acceptanceDateTime: column(3),
            filingDate: column(4),
            primaryDocument: rows.map(() => 'a.htm'),
          },
        },
      }),
    })
    const folder = '/edgar/Archives/edgar/data/320193/000032019319000070'
    server.answer(`${folder}/a.htm`, { body: '<p>Item 2.02 Results</p>' })
    server.answer(`${folder}/0000320193-19-000070-index-headers.html`, {
      body: '<pre>&lt;ACCEPTANCE-DATETIME&gt;20190730163020\n</pre>',
    })
    await run(await job('filings', 'Filings'), '2019-08-01T15:00:00Z')
    const known = await readEarningsDates(sql, companyId, new Date('2019-08-01T15:00:00Z'))
    expect(known.map(({ announcedAt, isSure }) => [announcedAt.toISOString(), isSure])).toEqual([
      ['2018-10-31T20:30:20.000Z', false],
      ['2019-04-30T20:30:20.000Z', false],
      ['2019-07-30T20:30:20.000Z', true],
      ['2019-07-31T20:30:20.000Z', false],
    ])
    const before = await readEarningsDates(sql, companyId, new Date('2019-07-30T20:30:20Z'))
    expect(before).toHaveLength(2)
    expect(nextEarnings(earningsDays(known), '2019-08-01')).toEqual({
      date: '2019-10-30',
      isEstimate: true,
      from: 'same_quarter_last_year',
    })
  })
})
