/** One small day of the whole system, written as rows: what the API and the page are tested over. */

import type { Objects } from '#shared/clients/objects/store.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import type { Sql } from '#shared/sql/open.ts'
import { ids, minutesAgo, NOW, STORIES, textOf, TICKERS } from './fixture-base.ts'
import { fillEngine } from './fixture-engine.ts'
import { fillParity } from './fixture-parity.ts'
import { fillLayers } from './fixture-layers.ts'
import { fillQuality } from './fixture-quality.ts'
import { fillSources } from './fixture-sources.ts'
import { fillStrategies } from './fixture-strategies.ts'
import { fillTrades } from './fixture-trades.ts'

const NAMES = {
  AAPL: ['Apple Inc.', 'Technology'],
  AMZN: ['Amazon.com, Inc.', 'Consumer Cyclical'],
  JPM: ['JPMorgan Chase & Co.', 'Financial Services'],
  MSFT: ['Microsoft Corporation', 'Technology'],
  NVDA: ['NVIDIA Corporation', 'Technology'],
  XOM: ['Exxon Mobil Corporation', 'Energy'],
} as const

export async function fillFixture(sql: Sql, objects: Objects): Promise<void> {
  await fillCompanies(sql)
  await fillDocuments(sql, objects)
  await fillJobs(sql)
  await fillTrades(sql)
  await fillSources(sql)
  await fillLayers(sql)
  await fillQuality(sql)
  await fillEngine(sql)
  await fillStrategies(sql)
  await fillParity(sql)
}

async function fillCompanies(sql: Sql): Promise<void> {
  for (const [index, ticker] of TICKERS.entries()) {
    const [legalName, sector] = NAMES[ticker]
    await sql`insert into companies (company_id, ticker, legal_name, sector)
      values (${ids.company(ticker)}, ${ticker}, ${legalName}, ${sector})`
    for (const [day, close] of [
      [12, 100 + index * 20],
      [13, 101.5 + index * 19.5],
    ] as const) {
      const at = new Date(`2024-03-${day}T04:00:00Z`)
      await sql`insert into market_snapshots (ticker, timespan, starts_at, session_date, open, high,
          low, close, volume, fetched_at)
        values (${ticker}, '1d', ${at}, ${`2024-03-${day}`}, ${String(close)}, ${String(close + 2)},
          ${String(close - 2)}, ${String(close)}, '1000000', ${minutesAgo(60)})`
    }
  }
}

async function fillDocuments(sql: Sql, objects: Objects): Promise<void> {
  for (let place = 0; place < 12; place += 1) {
    const [ticker, title, sentiment, catalyst] = STORIES[place % STORIES.length]!
    const status = place === 10 ? 'untracked' : place === 11 ? 'low_quality' : 'extracted'
    const [documentId, companyId] = [ids.document(place), ids.company(ticker)]
    const { text, quote, start } = textOf(place)
    const at = minutesAgo(6 + place * 17)
    await objects.put(
      'stonks-normalized',
      `2024/03/14/${documentId}.txt`,
      Buffer.from(text),
      'text/plain',
    )
    await sql`insert into documents (document_id, source_type, document_type, content_hash, raw_bucket,
        raw_key, raw_sha256, url, title, publisher, published_at, ingested_at, status, status_reason,
        status_at, normalized_bucket, normalized_key, normalized_sha256, normalized_length, quality_score)
      values (${documentId}, 'news_api', 'article', ${sha256(`content ${place}`)}, 'stonks-raw-news',
        ${`2024/03/14/${documentId}.json`}, ${sha256(`raw ${place}`)}, ${`https://news.example/${place}`},
        ${title}, ${place % 2 ? 'Example Wire' : 'The Daily Ledger'}, ${at}, ${minutesAgo(4 + place * 17)}, ${status},
        ${status === 'untracked' ? 'no_tracked_company' : null}, ${at}, 'stonks-normalized',
        ${`2024/03/14/${documentId}.txt`}, ${sha256(text)}, ${text.length}, 0.86)`
    if (status !== 'extracted') continue
    await sql`insert into document_company_mentions values
      (${documentId}, ${companyId}, ${ticker}, ${title.split(' ')[0]!}, 0, 2, true)`
    await sql`insert into document_intelligence (reading_id, document_id, model, model_version, prompt_version,
        summary, confidence, novelty, input_sha256, input_length, extracted_at)
      values (${documentId}, ${documentId}, 'rules', 'v1', 'v1', ${`${title}.`}, 0.7, 0.4, ${sha256(text)}, ${text.length}, ${at})`
    await sql`insert into document_impact_records (impact_id, reading_id, document_id, company_id, ticker, sentiment,
        sentiment_score, impact_score, confidence, catalyst, quotes, published_at, extracted_at)
      values (${deriveId('impact', documentId, ticker)}, ${documentId}, ${documentId}, ${companyId}, ${ticker},
        ${sentiment > 0.1 ? 'positive' : sentiment < -0.1 ? 'negative' : 'neutral'}, ${sentiment},
        0.6, 0.7, ${catalyst}, ${sql.json([{ text: quote, start, end: start + quote.length }])}, ${at}, ${at})`
  }
}

async function fillJobs(sql: Sql): Promise<void> {
  const rows = [
    ...Array.from({ length: 9 }, () => ['parsing', 'done', 'ingestion'] as const),
    ...Array.from({ length: 5 }, () => ['extraction', 'done', 'parser'] as const),
    ...Array.from({ length: 3 }, () => ['aggregation', 'queued', 'extractor'] as const),
    ['ingestion', 'done', 'scheduler'] as const,
    ['extraction', 'dead', 'parser'] as const,
    ['ingestion', 'dead', 'scheduler'] as const,
  ]
  for (const [place, [list, state, producer]] of rows.entries()) {
    const isDead = state === 'dead'
    await sql`insert into jobs (job_id, list, payload, state, producer, business_at, enqueued_at,
        relayed_at, settled_at, began_at, deliveries, reason, last_error)
      values (${ids.job(place)}, ${list}, ${sql.json({ document_id: ids.document(place % 12), ticker: 'AAPL' })}, ${state},
        ${producer}, ${minutesAgo(12)}, clock_timestamp() - interval '40 seconds', clock_timestamp(),
        ${state === 'queued' ? null : new Date()},
        ${state === 'done' ? new Date(Date.now() - 250) : null}, ${isDead ? 5 : 1},
        ${isDead ? 'deliveries_exhausted' : null}, ${isDead ? 'Read https://news.example: 503' : null})`
  }
  await sql`insert into jobs (job_id, list, payload, state, producer, business_at, enqueued_at, relayed_at,
      settled_at, deliveries, reason, last_error, covered_by, covered_at)
    values (${ids.job(rows.length)}, 'ingestion', ${sql.json({ source_name: 'Reuters', ticker: '' })}, 'cancelled',
      'scheduler', ${minutesAgo(30)}, clock_timestamp(), clock_timestamp(), clock_timestamp(), 5, 'fetched_since',
      'Read https://news.example: no answer', ${ids.job(17)}, ${minutesAgo(20)})`
  await sql`insert into stage_samples
      (stage, sampled_at, business_at, pending, in_flight, paused, replicas) values
    ('parser', clock_timestamp() - interval '3 days', ${minutesAgo(60)}, 0, 0, false, 0),
    ('parser', clock_timestamp() - interval '40 minutes', ${minutesAgo(40)}, 7, 2, false, 2),
    ('parser', clock_timestamp() - interval '20 minutes', ${minutesAgo(20)}, 0, 0, true, 0)`
  await sql`insert into scheduler_duties
      (duty, says, last_good_at, last_tried_at, failures, last_error, last_error_at, next_at) values
    ('recovery', 'sends documents on that got stuck before they were read', ${NOW}, ${NOW}, 3,
      ${`Read an object: connect ECONNREFUSED ${'x'.repeat(300)}`}, ${NOW}, ${minutesAgo(-4)}),
    ('sources', 'has sources fetched whose time has come', ${NOW}, ${NOW}, 0, null, null, null),
    ('lake', 'has each day that ended published to the lake', null, null, 0, null, null, null)`
}
