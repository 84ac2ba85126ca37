/** Propagation to rivals: what it counts as tried, and that two jobs of one moment come to the same. */

import { beforeEach, expect, test } from 'vitest'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { retireReadings } from '#shared/sql/documents/current-readings.ts'
import { aggregation } from '../../../functions/aggregation/handler.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { putRivals } from '../../helpers/rivals.ts'
import { putDocument } from '../../helpers/signals.ts'

const handlers = aggregation(rules)
const { sql, as } = await cloneDatabase()
const own = as('stonks_functions')
const noon = new Date('2026-01-07T17:00:00.000Z')
const later = (hours: number) => new Date(noon.getTime() + hours * 3_600_000)

beforeEach(async () => {
  await sql`truncate companies, documents, trend_history, trend_evidence, trend_windows, market_snapshots, layer_failures cascade`
})

async function aggregate(ticker: string, now: Date): Promise<void> {
  const delivery = { jobId: deriveId('job', 'test'), now, signal: new AbortController().signal }
  const settle = await handlers.aggregation({ ticker }, delivery)
  await own.begin((tx) => settle(tx, now))
}

const put = (name: string, at: Date, impact: number, ticker = 'AAPL') =>
  putDocument(sql, { ticker, name, publishedAt: at, impact })

const records = async () =>
  (
    await sql`select document_id, (components ->> 'news')::float as news, target_ticker, created_at
      from competitive_signal_records order by document_id`
  ).map((row) => ({ ...row }))

test('where two jobs sum up one moment, what is left is what the last one alone would make', async () => {
  await putRivals(sql, noon)
  await aggregate('AAPL', later(-5))
  await put('weaker', later(-1), 0.7)
  await aggregate('AAPL', later(-1))
  expect(await records()).toMatchObject([{ news: 0.7 }])
  await put('stronger', later(-1), 0.9)
  await aggregate('AAPL', later(-1))
  // One a catalyst and side, the strongest.
  expect(await records()).toMatchObject([{ news: 0.9 }])
  await sql`delete from document_impact_records where impact_score = 0.9`
  await aggregate('AAPL', later(-1))
  expect(await records()).toMatchObject([{ news: 0.7 }])
  await aggregate('AAPL', noon)
  expect(await records()).toHaveLength(1)
})

test('a company without rivals says nothing of whether propagation goes well again', async () => {
  await putRivals(sql, noon)
  await sql`alter table competitive_signal_records add constraint broken check (strength > 2)`
  await put('fresh', later(-2), 0.9)
  await aggregate('AAPL', later(-2))
  const failures = () => sql`select failures from layer_failures`
  expect(await failures()).toEqual([{ failures: 1 }])
  await put('alone', later(-1), 0.9, 'LONE')
  await aggregate('LONE', later(-1))
  // A rival with too little news to have a pattern.
  await put('first', later(-1), 0.9, 'MSFT')
  await aggregate('MSFT', later(-1))
  expect(await failures()).toEqual([{ failures: 1 }])
  await sql`alter table competitive_signal_records drop constraint broken`
  await put('fresher', later(-1), 0.9)
  await aggregate('AAPL', later(-1))
  expect(await failures()).toEqual([{ failures: 0 }])
})

test('news that is taken back is gone for rivals from the next moment on, not from its own', async () => {
  await putRivals(sql, noon)
  await aggregate('AAPL', later(-5))
  const { documentId } = await put('fresh', later(-2), 0.9)
  await aggregate('AAPL', later(-2))
  const idsAt = async (at: Date) => {
    await aggregate('MSFT', at)
    const [row] = await sql`select competitive_ids from trend_history
      where ticker = 'MSFT' and trend_window = '7d' order by as_of desc limit 1`
    return (row as { competitiveIds: string[] }).competitiveIds.length
  }
  expect(await idsAt(later(-1))).toBe(1)
  await own.begin((tx) => retireReadings(tx, documentId, noon))
  // Another job of the same moment, before or after.
  expect(await idsAt(noon)).toBe(1)
  expect(await idsAt(later(0.1))).toBe(0)
})
