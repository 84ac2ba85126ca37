/** Has every source fetched whose time has come. */

import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { previousSession, sessionAt } from '#shared/domain/market/calendar.ts'
import { sourceFaults } from '#shared/domain/source/sources.ts'
import { deriveId } from '#shared/host/ids.ts'
import { readFetchHosts } from '#shared/host/fetch-hosts.ts'
import { askSources } from '#shared/queue/ask-sources.ts'
import type { Db, Sql, Tx } from '#shared/sql/open.ts'
import { noteScheduled, readDueSources } from '#shared/sql/schedule/due-sources.ts'
import { lockSources } from '#shared/sql/universe/sources.ts'
import { noteRun } from '#shared/sql/universe/ingestion-runs.ts'
import type { DutyErrand, DutySettle } from './duty.ts'

/**
 * One job for each source that is due, prices before filings before news. While the pipeline is off
 * the broker alone is read: positions are still sold at their stops, by what it says of them.
 */
export async function askDueSources(
  sql: Sql,
  { now, isOn }: DutyErrand,
): Promise<DutySettle | 'nothing'> {
  const askedAt = async (db: Db) =>
    (await dueAt(db, now)).filter(({ source_type: type }) => isOn || type === 'broker')
  if ((await askedAt(sql)).length === 0) return 'nothing'
  return async (tx) => {
    await lockSources(tx)
    // Asked again under the lock: a backfill may have had them fetched meanwhile.
    const due = await askedAt(tx)
    const faulty = due.filter((job) => faultOf(job) !== undefined)
    const sound = due.filter((job) => !faulty.includes(job))
    for (const job of faulty) await refuse(tx, job, now)
    await askSources(tx, sound, 'scheduler', now)
    return sound.length
  }
}

/** The sources due at `now`, as the market stands. */
export function dueAt(db: Db, now: Date): Promise<IngestionJob[]> {
  const isOpen = sessionAt(now) !== undefined
  return readDueSources(db, now, { isOpen, lastCloseAt: previousSession(now).closesAt })
}

/** Why no fetch could come of it; the registry refuses such settings, a hand in the table may not. */
function faultOf({ source_type: sourceType, ticker, config }: IngestionJob): string | undefined {
  const [fault] = sourceFaults({ sourceType, ticker, config, allowHosts: readFetchHosts() })
  return fault && `bad_source_config: config${fault.setting && `.${fault.setting}`}: ${fault.says}`
}

/** It had its turn, and its run says why nothing came of it; it backs off like any that fails. */
async function refuse(tx: Tx, job: IngestionJob, now: Date): Promise<void> {
  await noteScheduled(tx, [job.source_id], now)
  await noteRun(tx, {
    jobId: deriveId('ingestion_run', job.source_id, now.toISOString()),
    sourceId: job.source_id,
    startedAt: now,
    status: 'failed',
    error: faultOf(job) ?? null,
  })
}
