/** Samples of trends over a real database: nothing later than the open is seen. */

import { beforeAll, expect, it } from 'vitest'
import { layerDefaults, storedLayersOf } from '#shared/domain/signal/layers.ts'
import { marketOf } from '#shared/domain/signal/market.ts'
import { scoringDefaults } from '#shared/domain/signal/scoring.ts'
import { summarise } from '#shared/domain/signal/trend.ts'
import type { Window } from '#shared/domain/signal/window.ts'
import { readSignals } from '#shared/sql/signals/signals.ts'
import { saveTrends } from '#shared/sql/signals/trends.ts'
import { readTrendSamples } from '../../../../services/cli/evaluate/trend-samples.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { putCompany, putDocument } from '../../../helpers/signals.ts'

const { sql } = await cloneDatabase()
const market = marketOf([])

const trend = async (ticker: string, window: Window, asOf: string) => {
  const at = new Date(asOf)
  const signals = await readSignals(sql, ticker, at)
  const view = { window, asOf: at, market, scoring: scoringDefaults }
  await saveTrends(sql, [summarise(ticker, signals, view)], {
    scoringVersion: 'scoring-1',
    layers: storedLayersOf(layerDefaults),
  })
}

beforeAll(async () => {
  for (const ticker of ['ACME', 'BOLT']) {
    await putCompany(sql, ticker)
    const rise = ticker === 'ACME' ? 0.1 : -0.1
    for (const [day, date] of ['2026-01-02', '2026-01-05', '2026-01-06', '2026-01-07'].entries())
      await sql`insert into market_snapshots (ticker, timespan, starts_at, session_date, open, high, low,
          close, volume, fetched_at)
        values (${ticker}, '1d', ${new Date(`${date}T05:00:00Z`)}, ${date}, 100, 120, 80,
          ${100 * (1 + (day === 2 ? rise : 0))}, 1000, ${new Date(`${date}T21:15:00Z`)})`
  }
  await putDocument(sql, {
    ticker: 'ACME',
    name: 'Profit surges',
    publishedAt: new Date('2026-01-05T20:00:00Z'),
  })
  await putDocument(sql, {
    ticker: 'BOLT',
    name: 'Fraud',
    publishedAt: new Date('2026-01-05T20:00:00Z'),
    sentiment: 'negative',
  })
  await trend('ACME', '1d', '2026-01-05T20:15:00Z')
  await trend('BOLT', '1d', '2026-01-05T20:15:00Z')
  // What comes at the very open is too late for that session.
  await putDocument(sql, {
    ticker: 'ACME',
    name: 'Worse',
    publishedAt: new Date('2026-01-06T14:30:00Z'),
    sentiment: 'negative',
    impact: 1,
    confidence: 1,
  })
  await trend('ACME', '1d', '2026-01-06T14:30:00Z')
  await trend('ACME', '1d', '2026-01-06T15:00:00Z')
})

it('takes the trend of before the open, and the session that it opens', async () => {
  const { samples, ...looked } = await readTrendSamples(sql, { to: '2026-01-06' })
  expect(looked).toEqual({ sessions: 1, first: '2026-01-06', last: '2026-01-06' })
  expect(samples).toHaveLength(2)
  const [acme, bolt] = samples
  expect(acme).toMatchObject({
    ticker: 'ACME',
    day: '2026-01-06',
    window: '1d',
    stories: 1,
    overnight: 0,
    same: 0,
  })
  expect(acme!.trend).toBeGreaterThan(0)
  expect(acme!.next).toBeCloseTo(0.1, 9)
  expect(acme!.words).toBe(1)
  expect(bolt!.trend).toBeLessThan(0)
  expect(bolt!.next).toBeCloseTo(-0.1, 9)
  expect(bolt!.words).toBe(-1)
})

it('takes no trend that is older than its window, and none of a session without bars', async () => {
  const { samples, sessions, last } = await readTrendSamples(sql, {})
  expect([sessions, last]).toEqual([2, '2026-01-07'])
  const later = samples.filter(({ day }) => day === '2026-01-07')
  expect(later.map(({ ticker, trend: said }) => [ticker, said < 0])).toEqual([['ACME', true]])
})

it('leaves out what the world alone says, where it is asked to', async () => {
  // An event of the world is no story of the company.
  await sql`update trend_evidence set layer = 'macro' where trend_id in (
    select trend_id from trend_history where ticker = 'BOLT')`
  await sql`update trend_history set macro_ids = impact_ids, impact_ids = '{}' where ticker = 'BOLT'`
  const tickersIn = async (told: boolean) => {
    const { samples } = await readTrendSamples(sql, { to: '2026-01-06', told })
    return samples.map(({ ticker, stories }) => [ticker, stories])
  }
  expect(await tickersIn(false)).toEqual([
    ['ACME', 1],
    ['BOLT', 0],
  ])
  expect(await tickersIn(true)).toEqual([['ACME', 1]])
})

it('asks nothing of an empty record', async () => {
  const empty = await cloneDatabase()
  expect(await readTrendSamples(empty.sql, {})).toMatchObject({ samples: [], sessions: 0 })
})
