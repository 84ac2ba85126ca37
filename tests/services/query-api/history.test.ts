/** No page, poll or scrape reads more with a long past: by EXPLAIN, and by rows read. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openFolder } from '#shared/clients/objects/folder.ts'
import { relayRound } from '#shared/queue/relay.ts'
import { restoreIfLost } from '#shared/queue/sweeper.ts'
import { openHistoryPaths, readExamples } from '../../bench/history-paths.ts'
import { seedTradingHistory } from '../../bench/history-trading.ts'
import { seedRecords } from '../../bench/history-records.ts'
import { seedHistory } from '../../bench/history-seed.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { handInReads, wholeScans, watchReads } from '../../helpers/plans.ts'
import { openTestRedis } from '../../helpers/redis.ts'

/** Tables that grow with time. */
const GROWING = [
  'jobs',
  'documents',
  'document_company_mentions',
  'document_intelligence',
  'document_impact_records',
  'ingestion_runs',
  'trend_history',
  'recommendations',
  'trading_decisions',
  'risk_evaluations',
  'orders',
  'order_events',
  'order_fills',
  'portfolio_snapshots',
  'counterfactuals',
  'agent_performance_log',
  'global_events',
  'notification_wishes',
  'lake_changes',
  'lake_files',
  'audit_events',
]
/** More than a page of anything and what belongs to it; a day's work of the seeded past is less. */
const ROWS_MAX = 4_000

const { url, sql } = await cloneDatabase()
const { redis } = await openTestRedis()
const folder = mkdtempSync(join(tmpdir(), 'stonks-history-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
await seedTradingHistory(sql, 8_000)
await seedHistory(sql, 60, { jobs: 400, documents: 400, trends: 200 })
await seedRecords(sql, 200)
const objects = openFolder(folder)
await restoreIfLost({ sql, redis })
while ((await relayRound({ sql, redis })) > 0);
const examples = await readExamples(sql)
const paths = openHistoryPaths({ sql, redis, objects }, examples)

// A first time reads what is due, a second what is always read.
for (const path of Object.values(paths)) await path(1)
await sql.unsafe('vacuum analyze')
await handInReads(sql)

// Of so short a past a report rightly reads all; the bench has a long one.
const looked = Object.keys(paths).filter((name) => !name.startsWith('report of'))

test.each(looked)('%s', async (name) => {
  const seen = await watchReads(url, (db) =>
    openHistoryPaths({ sql: db, redis, objects }, examples)[name]!(2),
  )
  expect(wholeScans(seen, GROWING)).toEqual([])
  const many = [...seen.rowsRead].filter(
    ([table, rows]) => GROWING.includes(table) && rows > ROWS_MAX,
  )
  expect(many).toEqual([])
})
