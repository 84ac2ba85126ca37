/**
 * Tickers summed up in a second with all layers of signals, against the company's own layer alone: real
 * handler and database, turn and turn about. Each turn has a fresh piece of news of every company, so that
 * every trend is stored and projected, and, with layers, propagated to three rivals.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { competitiveDefaults } from '#shared/domain/competitive/settings.ts'
import { projectionDefaults } from '#shared/domain/projection/projection.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { layerDefaults } from '#shared/domain/signal/layers.ts'
import { deriveId } from '#shared/host/ids.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { aggregation, type Installed } from '../../functions/aggregation/handler.ts'
import { freePorts } from '../../services/local/embedded/ports.ts'
import { startPostgres, throwaway } from '../../services/local/embedded/postgres.ts'
import { putDocument } from '../helpers/signals.ts'
import { putExposure, tariffs, tellWorld } from '../helpers/world-events.ts'
import { median } from './median.ts'

const TICKERS = Array.from({ length: 30 }, (_, place) => `T${place}`)
const RIVALS = 3
/** Of each company, over ninety days. */
const NEWS = 40
const EVENTS = 20
const SESSIONS = 285
const PAIRS = 7
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const BEGIN = Date.parse('2026-03-02T15:00:00Z')

const all: Installed = {
  layers: layerDefaults,
  competitive: competitiveDefaults,
  projectionConfidenceMin: projectionDefaults.confidenceMin,
}
const own: Installed = {
  ...all,
  layers: {
    macro: { ...layerDefaults.macro, enabled: false },
    competitive: { ...layerDefaults.competitive, enabled: false },
  },
}

export async function bench() {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-layers-'))
  const [port] = (await freePorts(1)) as [number]
  const postgres = await startPostgres(join(folder, 'data'), port, throwaway)
  const sql = openPostgres(postgres.url, 1)
  try {
    await migrate(sql)
    await fill(sql)
    const pairs: { ours: number; peer: number }[] = []
    for (let pair = 0; pair <= PAIRS; pair += 1)
      pairs.push({
        ours: await perSecond(sql, all, new Date(BEGIN + 2 * pair * HOUR_MS)),
        peer: await perSecond(sql, own, new Date(BEGIN + (2 * pair + 1) * HOUR_MS)),
      })
    const kept = pairs.slice(1)
    const [heard] = await sql<{ macro: number; competitive: number }[]>`
      select count(*) filter (where cardinality(macro_ids) > 0)::int as macro,
        count(*) filter (where cardinality(competitive_ids) > 0)::int as competitive
      from trend_history where trend_window = '7d'`
    process.stderr.write(`7d trends that heard: ${JSON.stringify(heard)}\n`)
    return {
      name: 'layers',
      ours: Math.round(median(kept.map(({ ours }) => ours))),
      peer: Math.round(median(kept.map(({ peer }) => peer))),
      ratio: median(kept.map(({ ours, peer }) => ours / peer)),
      unit: 'tickers/s',
    }
  } finally {
    await sql.end({ timeout: 2 })
    await postgres.stop('immediate')
    rmSync(folder, { recursive: true, force: true })
  }
}

async function perSecond(sql: Sql, installed: Installed, now: Date): Promise<number> {
  for (const ticker of TICKERS)
    await putDocument(sql, {
      ticker,
      name: `fresh ${now.toISOString()}`,
      publishedAt: now,
      impact: 0.9,
    })
  const { aggregation: sumUp } = aggregation(rules, installed)
  const began = performance.now()
  for (const ticker of TICKERS) {
    const jobId = deriveId('bench', ticker, now.toISOString())
    const settle = await sumUp({ ticker }, { jobId, now, signal: new AbortController().signal })
    await sql.begin((tx) => settle(tx, now))
  }
  return (TICKERS.length * 1000) / (performance.now() - began)
}

/** Companies with rivals, prices, a quarter of news, and events of the world that hit them all. */
async function fill(sql: Sql): Promise<void> {
  for (const ticker of TICKERS) {
    await putExposure(sql, ticker, { US: 0.5, China: 0.2 })
    await sql`
      insert into market_snapshots (ticker, timespan, starts_at, session_date, open, high, low, close, volume, fetched_at)
      select ${ticker}, '1d', day + interval '5 hours', day::date, 100, 1000, 1, 100 * 1.006 ^ n, 1000, day + interval '1 day'
      from generate_series(1, ${SESSIONS}) as n,
        lateral (select timestamptz '2026-03-01 00:00Z' - (${SESSIONS} - n) * interval '1 day' as day) of`
    for (let place = 0; place < NEWS; place += 1)
      await putDocument(sql, {
        ticker,
        name: `past ${place}`,
        publishedAt: new Date(BEGIN - (2 + 2 * place) * DAY_MS),
        sentiment: place % 5 === 0 ? 'negative' : 'positive',
      })
  }
  for (const [place, ticker] of TICKERS.entries())
    for (let next = 1; next <= RIVALS; next += 1) {
      const rival = TICKERS[(place + next) % TICKERS.length]!
      await sql`
        insert into competitor_relationships (relationship_id, company_id, competitor_id, relationship_type, strength)
        values (${deriveId('bench', ticker, rival)}, ${deriveId('company', ticker)}, ${deriveId('company', rival)},
          'direct_rival', 0.9)`
    }
  for (let event = 0; event < EVENTS; event += 1) {
    const at = new Date(BEGIN - (1 + 4 * event) * DAY_MS)
    await sql.begin((tx) => tellWorld(tx, `event ${event}`, tariffs, { at }))
  }
}
