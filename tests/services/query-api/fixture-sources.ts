/** Sources of the small day: one that fails, one that is incomplete, one paused, others that work. */

import { deriveId, sha256 } from '#shared/host/ids.ts'
import type { Sql } from '#shared/sql/open.ts'
import { ids, minutesAgo } from './fixture-base.ts'

const FEED = { format: 'feed', url: 'https://feeds.example.com/markets.xml?token=s3cr3t-token' }

type Given = {
  name: string
  type: string
  ticker?: string
  config?: Record<string, unknown>
  active?: boolean
  failures?: number
  error?: string
  tried?: number
}

const SOURCES: readonly Given[] = [
  {
    name: 'CNBC',
    type: 'web_scrape',
    config: FEED,
    failures: 4,
    error: 'Ask https://feeds.example.com/markets.xml: expected 200, found 503',
    tried: 9,
  },
  {
    name: 'The Daily Ledger',
    type: 'web_scrape',
    config: { ...FEED, url: 'https://ledger.example/rss' },
    tried: 3,
  },
  { name: 'Polygon news', type: 'news_api', config: { lookback_days: 7 }, tried: 2 },
  {
    name: 'SEC EDGAR',
    type: 'filings_api',
    ticker: 'AAPL',
    config: { cik: '0000320193' },
    tried: 30,
  },
  {
    name: 'Polygon bars',
    type: 'market_api',
    ticker: 'AAPL',
    config: { kind: 'range' },
    tried: 600,
  },
  {
    name: 'Polygon bars',
    type: 'market_api',
    ticker: 'XOM',
    config: { kind: 'range' },
    active: false,
  },
  { name: 'Alpaca account', type: 'broker' },
]

const BROKEN = '{"title":null,"published_utc":"0000-00-00","note":"\u0007\u202eodd\u0000"}'

export async function fillSources(sql: Sql): Promise<void> {
  for (const {
    name,
    type,
    ticker,
    config = {},
    active = true,
    failures = 0,
    error,
    tried,
  } of SOURCES) {
    const sourceId = ids.source(ticker ? `${name} ${ticker}` : name)
    const at = tried === undefined ? null : minutesAgo(tried)
    await sql`insert into sources (source_id, company_id, source_type, source_name, config,
        credibility_score, active, last_scheduled_at, last_published_at, failures, failing_since,
        last_error, last_succeeded_at, next_try_at, newest_item_at)
      values (${sourceId}, ${ticker ? ids.company(ticker) : null}, ${type}, ${name},
        ${sql.json(config as never)}, 0.6, ${active}, ${at}, ${at}, ${failures},
        ${failures > 0 ? minutesAgo(64) : null}, ${error ?? null},
        ${failures > 0 ? minutesAgo(95) : at}, ${at && minutesAgo(-6)}, ${at})`
    if (at === null) continue
    for (let run = 0; run < 5; run += 1) {
      const isBad = run < failures
      const isPartly = name === 'The Daily Ledger' && run === 0
      await sql`insert into ingestion_runs (ingestion_run_id, source_id, status, started_at, ended_at,
          items_found, items_new, items_rejected, error)
        values (${deriveId('fixture', 'run', sourceId, run)}, ${sourceId},
          ${isBad ? 'failed' : isPartly ? 'partly' : 'succeeded'}, ${minutesAgo((tried ?? 0) + run * 15)},
          ${minutesAgo((tried ?? 0) + run * 15)}, ${isBad ? 0 : 20}, ${isBad ? 0 : run},
          ${isPartly ? 2 : 0}, ${isBad ? (error ?? null) : null})`
    }
  }
  await fillRejects(sql)
  await fillStreams(sql)
}

/** Prices come; the line of order updates was lost a while ago. */
async function fillStreams(sql: Sql): Promise<void> {
  await sql`insert into market_streams (feed, state, reason, since, seen_at, failures, next_try_at,
      last_message_at, rejected, connects)
    values ('iex', 'live', 'it is followed', ${minutesAgo(90)}, ${minutesAgo(0)}, 0, null, ${minutesAgo(0)}, 2, 1),
      ('trade_updates', 'waiting', 'the connection was lost: no connection', ${minutesAgo(4)},
        ${minutesAgo(1)}, 5, ${minutesAgo(-1)}, ${minutesAgo(6)}, 0, 3)`
}

async function fillRejects(sql: Sql): Promise<void> {
  const rows = [
    ['CNBC', 'date_absurd', 'the date 0000-00-00 is none', BROKEN, 3],
    [
      'The Daily Ledger',
      'title_missing',
      'it has neither a title nor a text',
      '<item><guid>1</guid></item>',
      1,
    ],
    ['The Daily Ledger', 'not_a_record', 'expected an item, found null', 'null', 41],
  ] as const
  for (const [name, reason, says, item, times] of rows) {
    const bytes = Buffer.from(item)
    await sql`insert into rejects (source_id, reason, says, item, item_bytes, sha256, first_seen_at,
        last_seen_at, times)
      values (${ids.source(name)}, ${reason}, ${says}, ${bytes}, ${bytes.length}, ${sha256(item)},
        ${minutesAgo(90)}, ${minutesAgo(4 + times)}, ${times})`
  }
}
