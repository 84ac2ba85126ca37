/** Profiles and rivals of companies that nobody described: derived, versioned, and never over a person's. */

import { beforeEach, expect, test } from 'vitest'
import { readReportExposure } from '#shared/domain/macro/report-exposure.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import { exposureDuty } from '../../../services/scheduler/exposures.ts'
import { readRivalless } from '#shared/sql/registry/derived-rivals.ts'
import { selectYearlyReports } from '#shared/sql/registry/yearly-reports.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_orchestration')
const REPORT = [
  'The following table shows net sales by segment:',
  'Americas | $500 | 3% | $480',
  'Greater China | 300 | (8)% | 320',
  'Rest of Asia | 200 | 1% | 198',
  'Our suppliers are located in Taiwan. Most assembly is outsourced to partners in Taiwan and India.',
  'Prices of raw materials such as lithium rose. We buy commodities such as lithium and copper.',
].join('\n\n')
const objects = { get: (): Promise<Buffer> => Promise.resolve(Buffer.from(REPORT)) }
const at = (hour: number) => new Date(Date.UTC(2026, 0, 7, hour))

beforeEach(async () => {
  await sql`truncate companies, documents, sources cascade`
  for (const [ticker, sector] of [
    ['AAPL', 'Information Technology'],
    ['MSFT', 'Information Technology'],
    ['XOM', 'Energy'],
  ] as const)
    await sql`insert into companies (company_id, ticker, legal_name, sector)
      values (${deriveId('company', ticker)}, ${ticker}, ${`${ticker} Inc.`}, ${sector})`
})

async function run(hour: number, deps: { get?: typeof objects.get; forMs?: number } = {}) {
  const { get = objects.get, forMs } = deps
  const duty = exposureDuty({ sql: own, objects: { get }, forMs })
  const settle = await duty.run({
    now: at(hour),
    last: null,
    signal: new AbortController().signal,
    isOn: true,
  })
  return typeof settle === 'string' ? 0 : own.begin((tx) => settle(tx))
}

async function putReport(ticker: string, form = '10-K', hour = 9): Promise<void> {
  const sourceId = deriveId('source', ticker)
  await sql`insert into sources (source_id, company_id, source_type, source_name, config)
    values (${sourceId}, ${deriveId('company', ticker)}, 'filings_api', ${`EDGAR ${ticker}`}, '{}')
    on conflict do nothing`
  await sql`insert into documents (document_id, source_id, source_type, document_type, content_hash, raw_bucket, raw_key,
      raw_sha256, title, published_at, ingested_at, status, status_at, normalized_bucket, normalized_key,
      normalized_sha256, normalized_length)
    values (${deriveId('document', ticker, form)}, ${sourceId}, 'filings_api', 'filing', ${sha256(`${ticker} ${form}`)}, 'b', 'k',
      ${sha256(`${ticker} ${form}`)}, ${`${ticker} Inc. ${form}`}, ${at(hour)}, ${at(hour)}, 'extracted', ${at(hour)}, 'n', ${ticker},
      ${sha256(REPORT)}, ${REPORT.length})`
}

const profiles =
  () => sql`select ticker, e.version, market_position, changed_by, supply_regions, produces, reason,
    (revenue_regions ->> 'US')::float as home
  from exposure_profiles e join companies using (company_id) where is_current order by ticker`

test('every company has a profile by its sector and a rival, once', async () => {
  expect(await run(10)).toBe(4)
  expect(await profiles()).toMatchObject([
    {
      ticker: 'AAPL',
      version: 1,
      marketPosition: 'multinational',
      changedBy: 'derived',
      home: 0.45,
    },
    { ticker: 'MSFT', version: 1, reason: 'Information Technology' },
    { ticker: 'XOM', produces: ['oil', 'natural gas'] },
  ])
  const pairs = await sql`select relationship_type, changed_by from competitor_relationships`
  expect(pairs).toEqual([{ relationshipType: 'same_sector', changedBy: 'derived' }])
  expect(await run(11)).toBe(0)
  // What a person takes away stays away.
  await sql`delete from competitor_relationships`
  expect(await run(12)).toBe(0)
})

test('a yearly report makes a new version, read once; a person’s profile is left alone', async () => {
  await run(10)
  await sql`update exposure_profiles set changed_by = 'ann' where company_id = ${deriveId('company', 'MSFT')}`
  for (const ticker of ['AAPL', 'MSFT']) await putReport(ticker)
  expect(await run(11)).toBe(1)
  expect(await profiles()).toMatchObject([
    {
      ticker: 'AAPL',
      version: 2,
      home: 0.5,
      supplyRegions: ['Taiwan'],
      reason: expect.stringContaining('10-K'),
    },
    { ticker: 'MSFT', version: 1, changedBy: 'ann' },
    { ticker: 'XOM', version: 1 },
  ])
  expect(await run(12)).toBe(0)
})

test('a report tells regions by its first table of sales, and what it names twice', () => {
  expect(readReportExposure(REPORT)).toEqual({
    revenueRegions: { US: 0.5, China: 0.3 },
    supplyRegions: ['Taiwan'],
    keyInputs: ['lithium'],
  })
  expect(readReportExposure('Europe | 5\n\nJapan | 5')).toMatchObject({ revenueRegions: null })
})

test('an amendment is no yearly report', async () => {
  await putReport('AAPL', '10-K', 8)
  await putReport('AAPL', '10-K/A', 9)
  await run(10)
  const [apple] = await profiles()
  expect(apple?.reason).toContain(deriveId('document', 'AAPL', '10-K'))
})

test('yearly reports are found by an index', async () => {
  const plan = await sql.begin(async (tx) => {
    await tx`set local enable_seqscan = off`
    return tx`explain ${selectYearlyReports(tx, at(12))}`
  })
  expect(JSON.stringify(plan)).toContain('documents_yearly_reports')
})

test('a round that runs out of time keeps what it read, and the next one goes on from there', async () => {
  for (const ticker of ['AAPL', 'MSFT', 'XOM']) await putReport(ticker)
  const isRead = async () =>
    (await profiles()).map(({ reason }) => reason.includes('10-K')) as boolean[]
  await run(10, { forMs: -1 })
  expect(await isRead()).toEqual([true, false, false])
  await run(11, { forMs: -1 })
  expect(await isRead()).toEqual([true, true, false])
  await run(12, { forMs: -1 })
  expect(await isRead()).toEqual([true, true, true])
})

test('a report that cannot be fetched holds up nobody else, and is told where nothing went well', async () => {
  for (const ticker of ['AAPL', 'MSFT', 'XOM']) await putReport(ticker)
  let calls = 0
  const get = () => {
    calls += 1
    if (calls === 1) return Promise.reject(new Error('The store is shut'))
    return objects.get()
  }
  expect(await run(10, { get })).toBe(4)
  expect((await profiles()).map(({ reason }) => reason.includes('10-K'))).toEqual([
    false,
    true,
    true,
  ])
  await expect(run(11, { get: () => Promise.reject(new Error('Shut')) })).rejects.toThrow('Shut')
  // A store that gives something else has not given it either.
  const other = () => Promise.resolve(Buffer.from('<html>Sign in</html>'))
  await expect(run(12, { get: other })).rejects.toThrow('not those that were stored there')
})

test('the size of a company is what was known before', async () => {
  await sql`truncate security_details`
  const tell = (ticker: string, marketCap: number, hour: number) => sql`
    insert into security_details (ticker, known_at, market_cap, active)
    values (${ticker}, ${at(hour)}, ${marketCap}, true)`
  await tell('AAPL', 5, 9)
  await tell('AAPL', 7, 10)
  const [apple] = await readRivalless(sql, at(10))
  expect(apple).toMatchObject({ ticker: 'AAPL', marketCap: 5 })
})
