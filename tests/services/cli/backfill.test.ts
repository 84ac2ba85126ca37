/** `stonks backfill`, as a process; and what ingestion then asks its sources for. */

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { openFolder } from '#shared/clients/objects/folder.ts'
import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { childEnv } from '#shared/host/env.ts'
import { seedUniverse } from '#shared/sql/universe/seed.ts'
import { adaptersAt } from '../../functions/ingestion/bench.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openRounds } from '../../helpers/rounds.ts'
import { startServer } from '../../helpers/http.ts'

const NOW = new Date('2026-01-06T15:00:00Z')
const { sql, url } = await cloneDatabase()
const server = await startServer()
const folder = mkdtempSync(join(tmpdir(), 'stonks-backfill-'))
const clock = join(folder, 'clock')
writeFileSync(clock, NOW.toISOString())
afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeEach(async () => {
  await sql`truncate jobs, sources, companies cascade`
  const companies = [
    { ticker: 'AAPL', name: 'Apple', sector: '', aliases: ['iPhone'], cik: '0000320193' },
    { ticker: 'MSFT', name: 'Microsoft', sector: '', aliases: [] },
  ]
  await seedUniverse(sql, {
    label: '',
    companies,
    feeds: [{ name: 'F', url: 'http://f', macro: false }],
  })
})

function backfill(...args: string[]) {
  const env = childEnv({ DATABASE_URL: url, BUSINESS_CLOCK: `stepped:${clock}` })
  const words = ['--no-warnings', 'services/cli/main.ts', 'backfill', ...args]
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, words, { env }, (fault, out, err) => {
      resolve({ code: Number(fault?.code ?? 0), out: out.trim(), err: err.trim() })
    })
  })
}

const jobs = async () =>
  (
    await sql<{ payload: string }[]>`
      select payload::text as payload from jobs where producer = 'backfill' order by seq`
  ).map(({ payload }) => JSON.parse(payload) as IngestionJob)

const round = () => openRounds({ sql, objects: openFolder(folder) })(NOW)

describe('stonks backfill', () => {
  it('makes the first fetches reach back, prices before filings before news, once', async () => {
    const first = await backfill('--days', '500', '--json')
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(first.out)).toEqual({
      since: '2024-08-24',
      bars: 2,
      filings: 1,
      news: 1,
      left: 0,
    })
    const made = await jobs()
    expect(made.map(({ source_type: type, ticker }) => `${type} ${ticker}`.trim())).toEqual([
      'reference',
      'market_api AAPL',
      'market_api MSFT',
      'filings_api AAPL',
      'news_api',
    ])
    expect(made[1]).toMatchObject({ legal_name: 'Apple', aliases: ['iPhone'] })

    const again = await backfill('--days', '500')
    expect(again).toMatchObject({
      code: 0,
      out: 'Nothing to fetch: 5 sources had their first fetch.',
    })
    expect(await jobs()).toEqual(made)
  })

  it('leaves to the scheduler only what has no past', async () => {
    await backfill('--days', '90')
    expect(await round()).toMatchObject({ did: { sources: 5 } })
    const rest = await sql<{ name: string }[]>`
      select payload->>'source_name' as name from jobs
      where producer = 'scheduler' and payload ? 'source_name' order by 1`
    expect(rest.map(({ name }) => name)).toEqual([
      'Alpaca',
      'F',
      'Polygon details',
      'Polygon grouped daily',
      'SEC EDGAR facts',
    ])
  })

  it('leaves sources alone that were fetched before', async () => {
    await round()
    expect((await backfill('--days', '90')).out).toContain('Nothing to fetch: 5 sources')
    expect(await jobs()).toEqual([])
  })

  it('is not shorter than a source’s own first fetch', async () => {
    await backfill('--days', '14')
    expect((await jobs()).map(({ config }) => config)).toMatchObject([
      { kind: 'actions' },
      { history_days: 400 },
      { history_days: 400 },
      { lookback_days: 30 },
      { lookback_days: 14 },
    ])
  })

  it('makes ingestion ask for that much', async () => {
    await backfill('--days', '500')
    const { bars, news } = adaptersAt(server.url, sql)
    const [, price, , , story] = await jobs()
    const asked = async (job: IngestionJob | undefined, adapter: typeof bars) => {
      const seen = { lastPublishedAt: null, state: {} }
      const { signal } = new AbortController()
      await adapter({ job: job!, seen, now: NOW, signal }).catch(() => undefined)
      return server.asked.at(-1)
    }
    expect(await asked(price, bars)).toContain('/AAPL/range/1/day/2024-08-23/2026-01-05')
    expect(await asked(story, news)).toContain('published_utc.gte=2024-08-24T15%3A00%3A00Z')
  })

  it.each(['', '--days 0', '--days x', '--days 9999'])('refuses "%s"', async (words) => {
    const told = await backfill(...words.split(' ').filter(Boolean))
    expect(told).toMatchObject({ code: 2, out: '' })
    expect(told.err).toContain('--days takes a number from 1 to 3650')
  })
})
