import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { openFolder } from '#shared/clients/objects/folder.ts'
import { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { Universe } from '#shared/contracts/universe.ts'
import { lists } from '#shared/contracts/jobs/lists.ts'
import { listNames } from '#shared/pipeline.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import { companyIdOf } from '#shared/sql/universe/companies.ts'
import { noteRun } from '#shared/sql/universe/ingestion-runs.ts'
import { readSources } from '#shared/sql/universe/sources.ts'
import { seedUniverse } from '#shared/sql/universe/seed.ts'
import type { RoundReport } from '../../../services/scheduler/round.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openRounds } from '../../helpers/rounds.ts'

const { sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_orchestration')
const folder = mkdtempSync(join(tmpdir(), 'stonks-scheduler-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const objects = openFolder(folder)
const textMax = 100
const nothing: RoundReport = { did: {}, failed: [] }

/** Thursday, 2019-01-03; the session runs from 14:30 to 21:00. */
const at = (time: string, day = '03') => new Date(`2019-01-${day}T${time}:00Z`)
const rounds = openRounds({ sql: own, objects, textMax })
const round = (time: string, day = '03') => rounds(at(time, day))
const roundOff = (time: string) => rounds(at(time), false)
const did = async (time: string, day = '03') => (await round(time, day)).did

async function jobs(
  ...lists: string[]
): Promise<{ jobId: string; job: Record<string, unknown> }[]> {
  const rows = await sql<{ jobId: string; payload: string }[]>`
    select job_id, payload::text as payload from jobs where list = any(${lists}) and state = 'queued' order by seq`
  return rows.map(({ jobId, payload }) => ({
    jobId,
    job: JSON.parse(payload) as Record<string, unknown>,
  }))
}

/** All jobs are done, and every source that was fetched had something. */
async function settleAll(): Promise<void> {
  await sql`update jobs set state = 'done', settled_at = clock_timestamp() where state = 'queued'`
}

async function fetched(
  name: string,
  status: 'succeeded' | 'failed',
  startedAt: Date,
): Promise<void> {
  const source = (await readSources(sql)).find(({ sourceName }) => sourceName === name)
  if (!source) throw new Error(`No source ${name}`)
  const jobId = deriveId(name, startedAt.toISOString())
  await noteRun(sql, { jobId, sourceId: source.sourceId, startedAt, status })
}

const names = async () =>
  (await jobs('ingestion', 'broker_sync')).map(({ job }) =>
    [job['source_name'], job['ticker']].filter(Boolean).join(' '),
  )

beforeEach(async () => {
  await sql`truncate jobs, sources, companies, scheduler_duties, documents cascade`
  await seedUniverse(
    sql,
    v.parse(Universe, {
      companies: [
        { ticker: 'AAPL', name: 'Apple', aliases: ['iPhone', 'Apple'], cik: '320193' },
        { ticker: 'MSFT', name: 'Microsoft' },
      ],
      feeds: [
        { name: 'Reuters', url: 'http://feeds.example/r.xml', macro: true },
        { name: 'CNBC', url: 'http://feeds.example/c.xml' },
      ],
    }),
  )
  // Rounds are told apart by these few; what else a universe is seeded with is not of interest here.
  await sql`delete from sources where source_type = 'reference' or config->>'kind' = 'facts'`
})

describe('a round', () => {
  it('writes a valid job for every source that is due, prices first, once', async () => {
    expect(await round('15:00')).toEqual({ did: { exposures: 2, sources: 8 }, failed: [] })
    expect(await names()).toEqual([
      'Alpaca',
      'Polygon grouped daily',
      'Polygon bars AAPL',
      'Polygon bars MSFT',
      'SEC EDGAR AAPL',
      'Polygon News',
      'Reuters',
      'CNBC',
    ])
    const all = await jobs('ingestion')
    for (const { job } of all) expect(v.parse(IngestionJob, job)).toEqual(job)
    expect(all[1]?.job).toMatchObject({
      legal_name: 'Apple',
      aliases: ['Apple', 'iPhone'],
      config: { kind: 'range', polling_interval_seconds: 604_800 },
      scheduled_at: '2019-01-03T15:00:00.000Z',
    })
    for (const list of listNames)
      for (const { job } of await jobs(list))
        expect(v.safeParse(lists[list], job).success).toBe(true)
    expect(await round('15:00')).toEqual(nothing)
    await settleAll()
    expect(await round('15:00')).toEqual(nothing)
  })

  it('gives the same jobs the same ids on every machine', async () => {
    await round('15:00')
    const before = await jobs('ingestion', 'broker_sync')
    await sql`truncate jobs, scheduler_duties`
    await sql`update sources set last_scheduled_at = null`
    await round('15:00')
    expect(await jobs('ingestion', 'broker_sync')).toEqual(before)
  })

  it('never has two open jobs of one source', async () => {
    await round('15:00')
    await sql`update jobs set state = 'done', settled_at = clock_timestamp() where payload->>'source_name' <> 'Polygon News'`
    await round('16:00')
    expect((await names()).filter((name) => name === 'Polygon News')).toHaveLength(1)
  })

  it('keeps each source to its cadence', async () => {
    await round('15:00')
    await settleAll()
    await sql`update sources set last_published_at = '2019-01-02T21:00:00Z' where source_name = 'Polygon grouped daily'`
    await round('15:04')
    expect(await names()).toEqual(['Alpaca'])
    await settleAll()
    await round('15:05')
    expect(await names()).toEqual(['Alpaca', 'Polygon News'])
    await settleAll()
    await round('15:15')
    expect(await names()).toEqual(['Alpaca', 'Polygon News', 'Reuters', 'CNBC'])
    await settleAll()
    await round('16:00')
    expect(await names()).toEqual(['Alpaca', 'SEC EDGAR AAPL', 'Polygon News', 'Reuters', 'CNBC'])
    await settleAll()
    await round('15:00', '10')
    expect(await names()).toContain('Polygon bars AAPL')
  })

  it('gives a source whose stored settings are no good a failed run with the reason, and asks the rest', async () => {
    await sql`update sources set config = '{"polling_interval_seconds": "often"}' where source_name = 'Polygon News'`
    await sql`update sources set config = '"nothing"' where source_name = 'CNBC'`
    await sql`update sources set config = '[{"url": 1e300}]' where source_name = 'Reuters'`
    await sql`update sources set config = 'null' where source_name = 'Alpaca'`
    await sql`update sources set source_type = 'psychic' where source_name = 'SEC EDGAR'`
    expect(await did('15:00')).toEqual({ exposures: 2, sources: 3 })
    expect(await names()).toEqual([
      'Polygon grouped daily',
      'Polygon bars AAPL',
      'Polygon bars MSFT',
    ])
    const runs = await sql<{ name: string; error: string }[]>`
      select source_name as name, error from ingestion_runs join sources using (source_id)
      where status = 'failed' order by source_name collate "C"`
    expect(runs.map(({ name, error }) => [name, error.replace('bad_source_config: ', '')])).toEqual(
      [
        ['Alpaca', 'config: expected an object of settings, found null'],
        ['CNBC', 'config: expected an object of settings, found a string'],
        [
          'Polygon News',
          'config.polling_interval_seconds: expected a number from 1 to 31536000, found "often"',
        ],
        ['Reuters', 'config: expected an object of settings, found a list'],
        ['SEC EDGAR', 'config: expected a type of source that is known, found "psychic"'],
      ],
    )
    await settleAll()
    expect((await did('15:00'))['sources']).toBeUndefined()
    expect(await names()).toEqual([])
  })

  it('waits longer after each failure, an hour at most, and no longer after a success', async () => {
    const due = async (time: string) => {
      await sql`update sources set last_scheduled_at = null`
      await settleAll()
      await round(time)
      return (await names()).includes('CNBC')
    }
    await fetched('CNBC', 'failed', at('15:00'))
    expect(await due('15:00')).toBe(false)
    expect(await due('15:01')).toBe(true)
    await fetched('CNBC', 'failed', at('15:01'))
    expect(await due('15:02')).toBe(false)
    expect(await due('15:03')).toBe(true)
    for (const minute of [3, 4, 5, 6, 7, 8, 9]) await fetched('CNBC', 'failed', at(`15:0${minute}`))
    expect(await due('16:08')).toBe(false)
    expect(await due('16:09')).toBe(true)
    await fetched('CNBC', 'succeeded', at('16:10'))
    expect(await due('16:10')).toBe(true)
  })

  it('tries a weekly source that failed a minute after the failure, and then weekly again', async () => {
    await round('15:00')
    await settleAll()
    await fetched('Polygon bars', 'failed', at('15:07'))
    await round('15:07')
    expect(await names()).not.toContain('Polygon bars AAPL')
    await settleAll()
    await round('15:08')
    expect(await names()).toContain('Polygon bars AAPL')
    expect(await names()).not.toContain('Polygon bars MSFT')
    await settleAll()
    await fetched('Polygon bars', 'succeeded', at('15:08'))
    await round('15:00', '09')
    expect(await names()).not.toContain('Polygon bars AAPL')
    const [row] = await sql<{ nextTryAt: Date }[]>`
      select next_try_at from sources where source_name = 'Polygon bars' and last_succeeded_at is not null`
    expect(row?.nextTryAt).toEqual(new Date('2019-01-10T15:08:00Z'))
  })

  it('asks the broker only while a session or an order is open', async () => {
    await round('15:00')
    await settleAll()
    await round('20:59')
    expect(await names()).toContain('Alpaca')
    await settleAll()
    await round('21:00')
    expect(await names()).not.toContain('Alpaca')
  })

  it('asks the broker alone while the pipeline is off', async () => {
    expect(await roundOff('15:00')).toEqual({ did: { sources: 1 }, failed: [] })
    expect(await jobs('broker_sync')).toHaveLength(1)
    expect(await jobs('ingestion')).toEqual([])
    expect((await round('15:01')).did['sources']).toBeGreaterThan(1)
  })

  it('asks the broker on a list of its own, and not while a job of it waits on either list', async () => {
    await round('15:00')
    const job = (await jobs('broker_sync'))[0]!.job
    expect(job).toEqual({
      source_id: expect.any(String) as unknown,
      source_name: 'Alpaca',
      scheduled_at: '2019-01-03T15:00:00.000Z',
    })
    const asked = async (time: string) => {
      await round(time)
      const rows = await jobs('ingestion', 'broker_sync')
      return rows.filter(({ job: other }) => other['source_id'] === job['source_id']).length
    }
    expect(await asked('15:05')).toBe(1)
    // As a release wrote it in which the account had no list of its own.
    await sql`update jobs set list = 'ingestion' where list = 'broker_sync'`
    expect(await asked('15:10')).toBe(1)
    await settleAll()
    expect(await asked('15:15')).toBe(1)
    expect(await jobs('broker_sync')).toHaveLength(1)
  })

  it('asks for the day of all companies once it has closed', async () => {
    await round('15:00')
    await settleAll()
    await sql`update sources set last_published_at = '2019-01-02T21:00:00Z' where source_name = 'Polygon grouped daily'`
    await round('20:59')
    expect(await names()).not.toContain('Polygon grouped daily')
    await settleAll()
    await round('21:00')
    expect(await names()).toContain('Polygon grouped daily')
  })

  it('passes over inactive sources and companies', async () => {
    await sql`update companies set active = false where ticker = 'MSFT'`
    await sql`update sources set active = false where source_name = 'CNBC'`
    await round('15:00')
    expect(await names()).toEqual([
      'Alpaca',
      'Polygon grouped daily',
      'Polygon bars AAPL',
      'SEC EDGAR AAPL',
      'Polygon News',
      'Reuters',
    ])
  })

  it('run twice at once writes the same as once', async () => {
    const reports = await Promise.all([round('15:00'), round('15:00'), round('15:00')])
    expect(reports.filter(({ did }) => did['sources'] === 8)).toHaveLength(1)
    expect(reports.filter(({ did }) => did['sources'] === undefined)).toHaveLength(2)
    expect(await jobs('ingestion', 'broker_sync')).toHaveLength(8)
  })
})

describe('what is held', () => {
  it('is kept once as each day ends', async () => {
    await sql`insert into positions (ticker, quantity, entry_price_avg, mark_price, marked_at, opened_at)
      values ('AAPL', 1.5, 142.2, 143, now(), now()), ('MSFT', 0, 100, 100, now(), now())`
    await round('15:00')
    expect((await did('23:00'))['positions']).toBeUndefined()
    await sql`update positions set quantity = 2`
    expect((await did('05:00', '04'))['positions']).toBe(2)
    const kept = await sql<{ day: string; ticker: string; quantity: string }[]>`
      select to_char(day_date, 'YYYY-MM-DD') as day, ticker, quantity from position_days order by 1, 2`
    expect(kept.map((row) => Object.values(row))).toEqual([
      ['2019-01-02', 'AAPL', '1.500000000'],
      ['2019-01-03', 'AAPL', '2.000000000'],
      ['2019-01-03', 'MSFT', '2.000000000'],
    ])
  })
})

async function document(
  name: string,
  status: string,
  statusAt: Date,
  normalized = true,
): Promise<string> {
  const documentId = deriveId('document', name)
  const key = normalized ? `2019/01/03/${documentId}.txt` : null
  if (key) await objects.put('stonks-normalized', key, Buffer.from('é'.repeat(150)), 'text/plain')
  await sql`
    insert into documents (document_id, source_type, document_type, content_hash, raw_bucket, raw_key, raw_sha256,
      published_at, ingested_at, status, status_at, normalized_bucket, normalized_key,
      normalized_sha256)
    values (${documentId}, 'news_api', 'article', ${sha256(name)}, 'b', 'k', ${sha256('')}, ${statusAt}, ${statusAt},
      ${status}, ${statusAt}, ${key && 'stonks-normalized'}, ${key},
      ${sha256('é'.repeat(150))})`
  return documentId
}

describe('documents that got stuck', () => {
  it('are sent to be read again after four hours, and then again four hours later', async () => {
    const stuck = await document('stuck', 'parsed', at('10:59'))
    await document('fresh', 'parsed', at('14:59'))
    await document('read', 'extracted', at('10:00'))
    await document('lost', 'parsed', at('09:00'), false)
    await document('old', 'parsed', new Date('2018-12-20T00:00:00Z'))
    await sql`insert into document_company_mentions (document_id, company_id, ticker, alias, in_title)
      values (${stuck}, ${companyIdOf('MSFT')}, 'MSFT', 'x', true), (${stuck}, ${companyIdOf('AAPL')}, 'AAPL', 'x', false)`
    expect((await did('15:00'))['recovery']).toBe(1)
    expect((await jobs('extraction')).map(({ job }) => job)).toEqual([
      { document_id: stuck, ticker: 'MSFT', normalized_text: 'é'.repeat(100) },
    ])
    expect((await did('15:10'))['recovery']).toBeUndefined()
    await settleAll()
    expect((await did('18:59'))['recovery']).toBeUndefined()
    expect((await did('19:05'))['recovery']).toBe(2)
  })
})

describe('summing up again', () => {
  it('is asked for tickers with a signal in the last 90 days, once in a quarter of an hour, when no prices are coming', async () => {
    const id = await document('signal', 'extracted', at('10:00'))
    await sql`insert into document_intelligence (reading_id, document_id, model, model_version, prompt_version, confidence, input_sha256, input_length, extracted_at)
      values (${id}, ${id}, 'm', '1', '1', 0.5, '', 1, ${at('10:00')})`
    await sql`insert into document_impact_records (impact_id, reading_id, document_id, company_id, ticker, sentiment, sentiment_score, impact_score, confidence, published_at, extracted_at)
      values (${id}, ${id}, ${id}, ${companyIdOf('MSFT')}, 'MSFT', 'positive', 0.5, 0.5, 0.5, ${at('10:00')}, ${at('10:00')})`
    expect((await did('15:00'))['aggregation']).toBeUndefined()
    await settleAll()
    await sql`update sources set last_published_at = '2019-01-02T21:00:00Z' where source_name = 'Polygon grouped daily'`
    expect((await did('15:01'))['aggregation']).toBe(1)
    expect((await jobs('aggregation')).map(({ job }) => job)).toEqual([{ ticker: 'MSFT' }])
    expect((await did('15:15'))['aggregation']).toBeUndefined()
    expect((await did('15:16'))['aggregation']).toBeUndefined()
    await settleAll()
    expect((await did('15:31'))['aggregation']).toBe(1)
    await settleAll()
    await sql`update document_impact_records set published_at = '2018-10-05T00:00:00Z'`
    expect((await did('15:46'))['aggregation']).toBeUndefined()
  })
})
