/**
 * What a scrape of /metrics costs with a year of history, against a month of it.
 *
 * The same work each day: 1,500 jobs, 400 documents, 1,000 fetches of 500 sources and 500
 * recommendations; and as much of it open. A scrape that grew with history would give a ratio of 12.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLog } from '#shared/host/log.ts'
import { closeRedis, openRedis } from '#shared/queue/redis/connection.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { freePorts } from '../../services/local/embedded/ports.ts'
import { startPostgres, throwaway } from '../../services/local/embedded/postgres.ts'
import { startRedis } from '../../services/local/embedded/redis.ts'
import { openMetrics } from '../../services/query-api/metrics/scrape.ts'
import { median } from './median.ts'

const SCRAPES = 25
const DAYS = { peer: 30, ours: 365 }

/** Milliseconds a scrape, turn and turn about; `first` is the one that counts a year, once. */
export async function bench() {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-scrape-'))
  const [postgresPort, redisPort] = (await freePorts(2)) as [number, number]
  const postgres = await startPostgres(join(folder, 'data'), postgresPort, throwaway)
  const server = await startRedis(redisPort)
  const redis = openRedis(server.url)
  const admin = openPostgres(postgres.url, 1)
  const opened: Sql[] = [admin]
  const open = async (days: number) => {
    await admin.unsafe(`create database history_${days}`)
    const sql = openPostgres(postgres.url.replace(/[^/]+$/, `history_${days}`), 4)
    opened.push(sql)
    await migrate(sql)
    await putOpenWork(sql)
    await putHistory(sql, days)
    return openScrape(sql, redis)
  }
  try {
    const [ours, peer] = [await open(DAYS.ours), await open(DAYS.peer)]
    const first = await ours()
    await peer()
    const took = { ours: [] as number[], peer: [] as number[] }
    for (let scrape = 0; scrape < SCRAPES; scrape++) {
      took.ours.push(await ours())
      took.peer.push(await peer())
    }
    const [year, month] = [round(median(took.ours)), round(median(took.peer))]
    return {
      name: 'scrape',
      ours: year,
      peer: month,
      ratio: year / month,
      unit: 'ms, a year of history against a month',
      first: round(first),
    }
  } finally {
    await Promise.all([...opened.map((sql) => sql.end({ timeout: 2 })), closeRedis(redis)])
    await Promise.all([postgres.stop('immediate'), server.stop()])
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A query-api of this database: a function that is scraped, and tells how long it took. */
function openScrape(sql: Sql, redis: ReturnType<typeof openRedis>): () => Promise<number> {
  const clock = { mode: 'real' as const, speed: 1, now: () => new Date() }
  const metrics = openMetrics({
    sql,
    redis,
    clock,
    log: openLog('bench'),
    brokerMode: 'paper',
    tradingEnabled: true,
    depthLimit: 10_000,
  })
  return async () => {
    const began = performance.now()
    await metrics()
    return performance.now() - began
  }
}

const round = (ms: number) => Math.round(ms * 10) / 10

/** A backlog, dead letters, and the sources. */
async function putOpenWork(sql: Sql): Promise<void> {
  await sql.unsafe(`
    insert into jobs (job_id, list, payload, business_at, relayed_at)
      select gen_random_uuid(), 'aggregation', '{"ticker":"AAPL"}', now(), now() from generate_series(1, 5000);
    insert into jobs (job_id, list, payload, state, business_at, settled_at, deliveries, reason)
      select gen_random_uuid(), 'extraction', '{}', 'dead', now(), now(), 5, 'invalid' from generate_series(1, 500);
    insert into companies (company_id, ticker, legal_name)
      select gen_random_uuid(), 'T' || g, 'T' from generate_series(1, 500) g;
    insert into sources (source_id, company_id, source_type, source_name)
      select gen_random_uuid(), company_id, 'news_api', 'wire' from companies;`)
}

/** The work of the last `days`. */
async function putHistory(sql: Sql, days: number): Promise<void> {
  const spread = (perDay: number) => `(select g, now() - g / ${perDay}.0 * interval '1 day' as t
    from generate_series(1, ${perDay * days}) g) as made`
  await sql.unsafe(`
    insert into jobs (job_id, list, payload, state, business_at, enqueued_at, relayed_at, settled_at, deliveries)
      select gen_random_uuid(), (array['parsing','extraction','aggregation','recommendation'])[1 + g % 4],
        jsonb_build_object('text', repeat('x', 300)), 'done', t, t, t, t, 1 from ${spread(1500)};
    insert into ingestion_runs (ingestion_run_id, source_id, status, started_at)
      select gen_random_uuid(), source_id, case when g % 50 = 0 then 'failed' else 'succeeded' end, t
      from sources, ${spread(2)};
    insert into documents (document_id, source_type, document_type, content_hash, raw_bucket, raw_key, raw_sha256,
        published_at, ingested_at, status, status_at)
      select md5(t::text)::uuid, 'news_api', 'article', encode(sha256(t::text::bytea), 'hex'), 'b', 'k',
        repeat('a', 64), t, t, (array['extracted','untracked','classified'])[1 + g % 3], t from ${spread(400)};
    insert into document_intelligence (reading_id, document_id, model, model_version, prompt_version, confidence, input_sha256,
        input_length, extracted_at)
      select document_id, document_id, 'rules', 'v1', 'v1', 0.5, 'x', 1, status_at from documents
      where status = 'extracted' on conflict do nothing;
    insert into trend_history (trend_id, ticker, trend_window, as_of, direction, strength, confidence, contradiction,
        sentiment_mean, signal_count, source_count, market, scoring_version, impact_ids)
      select md5(t::text)::uuid, 'T' || g, '7d', t, 'neutral', 0, 0, 0, 0, 0, 0, '{}', 'v1', '{}' from ${spread(500)};
    insert into recommendations (recommendation_id, ticker, trend_window, trend_id, generated_at, action, mode,
        confidence, strength, contradiction, direction, ineligibilities, checks, portfolio_pct, max_loss_pct, thesis,
        thesis_model)
      select trend_id, ticker, trend_window, trend_id, as_of, 'watch', 'informational', 0.5, 0, 0, 'neutral',
        '{low_confidence}', '[]', 0, 0, repeat('w', 200), 't' from trend_history on conflict do nothing;`)
  await sql.unsafe('vacuum analyze')
}
