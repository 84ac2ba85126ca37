/** Has every source fetched whose time has come. */

import { previousSession, sessionAt } from '#shared/domain/market/calendar.ts'
import { askSources } from '#shared/queue/ask-sources.ts'
import type { Db, Sql } from '#shared/sql/open.ts'
import { lockSources, readDueSources } from '#shared/sql/schedule/due-sources.ts'
import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import type { Errand, Settle } from './duty.ts'

/** One job for each source that is due, prices before filings before news. */
export async function askDueSources(sql: Sql, { now }: Errand): Promise<Settle | 'nothing'> {
  if ((await dueAt(sql, now)).length === 0) return 'nothing'
  return async (tx) => {
    await lockSources(tx)
    // Asked again under the lock: a backfill may have had them fetched meanwhile.
    const sources = await dueAt(tx, now)
    await askSources(tx, sources, 'scheduler', now)
    return sources.length
  }
}

/** The sources due at `now`, as the market stands. */
export function dueAt(db: Db, now: Date): Promise<IngestionJob[]> {
  const isOpen = sessionAt(now) !== undefined
  return readDueSources(db, now, { isOpen, lastCloseAt: previousSession(now).closesAt })
}
