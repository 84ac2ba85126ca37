/** Retention of what layers rest on: impacts of events, signals of rivals and the readings under them. */

import { beforeEach, expect, test } from 'vitest'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { readCompetitiveSignalsById } from '#shared/sql/signals/competitive-signals.ts'
import { aggregation } from '../../../functions/aggregation/handler.ts'
import { retain } from '../../../services/scheduler/retention.ts'
import { readWindows } from '#shared/sql/retention/windows.ts'
import { later, noon } from '../../helpers/chain.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { putCompany, putDocument } from '../../helpers/signals.ts'

const DAY_MS = 86_400_000
const { sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_orchestration')
const windows = readWindows('')
const signalId = deriveId('test', 'rival signal')
const daysAfter = (days: number) => new Date(noon.getTime() + days * DAY_MS)

beforeEach(async () => {
  await sql`truncate companies, documents, trend_history, trend_evidence, trend_windows, retention_marks cascade`
})

/** News of MSFT that reached AAPL. */
async function putRivalSignal(): Promise<string> {
  await putCompany(sql, 'AAPL')
  const { documentId, impactId } = await putDocument(sql, {
    ticker: 'MSFT',
    name: 'news',
    publishedAt: later(-120),
  })
  await sql`insert into competitive_signal_records (competitive_signal_id, source_ticker, target_ticker,
      document_id, impact_id, catalyst, direction, strength, pattern_confidence, relationship_type,
      relationship_strength, published_at, created_at)
    values (${signalId}, 'MSFT', 'AAPL', ${documentId}, ${impactId}, 'other', 1, 0.4, 0.6, 'direct_rival',
      0.9, ${later(-120)}, ${later(-60)})`
  return impactId
}

async function sumUp(): Promise<void> {
  const delivery = { jobId: deriveId('job', 'r'), now: noon, signal: new AbortController().signal }
  const settle = await aggregation(rules).aggregation({ ticker: 'AAPL' }, delivery)
  await sql.begin((tx) => settle(tx, noon))
}

async function retainAll(now: Date): Promise<void> {
  while ((await retain(own, windows, now)).more);
}

test('a reading stays as long as a signal of a rival that is kept, and goes after it', async () => {
  await putRivalSignal()
  await sumUp()
  // Nothing of MSFT itself is kept: only AAPL's current trend names the signal.
  await retainAll(daysAfter(5 * 365))
  expect(await readCompetitiveSignalsById(sql, [signalId])).toHaveLength(1)
  await sql`truncate trend_history, trend_evidence, trend_windows, retention_marks cascade`
  await retainAll(daysAfter(5 * 365))
  expect(await sql`select from competitive_signal_records`).toHaveLength(0)
  expect(await sql`select from document_intelligence`).toHaveLength(0)
})

test('what trends may still read of a rival keeps its reading, in a trend or not', async () => {
  await putRivalSignal()
  await retain(own, { ...windows, document_intelligence: 1 }, daysAfter(30))
  expect(await readCompetitiveSignalsById(sql, [signalId])).toHaveLength(1)
})

test.each([
  [91, 1],
  [92, 0],
])(
  'only trends that can name a record are looked at: one %d days after it leaves %d',
  async (days, left) => {
    await putRivalSignal()
    await sumUp()
    await sql`delete from trend_history where trend_window <> '90d'`
    await sql`update trend_history set as_of = ${new Date(later(-120).getTime() + days * DAY_MS - 1)}`
    await sql`insert into global_events (global_event_id, document_id, event_type, severity, direction,
        confidence, summary, quotes, model, model_version, prompt_version, occurred_at, classified_at)
      select ${deriveId('test', 'event')}, document_id, 'trade_barrier', 'high', 'trade_barrier', 0.6, 's',
        '[]', 'm', '1', '1', published_at, published_at from documents`
    await sql`insert into macro_impact_records (macro_impact_id, global_event_id, company_id, ticker, score,
        direction, computed_at, document_id, profile_version, duration, occurred_at, known_at)
      select ${deriveId('test', 'impact')}, global_event_id, ${deriveId('company', 'AAPL')}, 'AAPL', 0.4, -1,
        occurred_at, document_id, 1, 'short_term', occurred_at, occurred_at from global_events`
    await sql`update trend_history set macro_ids = ${[deriveId('test', 'impact')]}`
    await retain(own, windows, daysAfter(500))
    for (const table of ['competitive_signal_records', 'macro_impact_records'])
      expect(await sql`select from ${sql(table)}`, table).toHaveLength(left)
  },
)
