/** One round of the scheduler: what has come due becomes jobs, all in one transaction. */

import type { Objects } from '#shared/clients/objects/store.ts'
import { previousSession, sessionAt } from '#shared/domain/market/calendar.ts'
import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { askSources } from '#shared/queue/ask-sources.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import type { Db, Sql, Tx } from '#shared/sql/open.ts'
import {
  lockScheduler,
  readDueSources,
  readMarks,
  saveMark,
  type Mark,
} from '#shared/sql/schedule/schedule.ts'
import { readSignalledTickers } from '#shared/sql/schedule/upkeep.ts'
import { isDue, isNewDay, lakeJobs } from './due.ts'
import { recover } from './recovery.ts'

export type RoundDeps = { sql: Sql; objects: Objects; aggregationSeconds: number; textMax: number }
/** What a round wrote. */
export type RoundReport = {
  ingestion: number
  aggregation: number
  lake: number
  recovered: number
}

const SIGNAL_DAYS = 90
const DAY_MS = 86_400_000
const RECOVERY_SECONDS = 300

/**
 * Writes the jobs that are due at `now`; they are committed when this resolves. A round with
 * nothing due asks two questions and writes nothing.
 */
export async function runRound(deps: RoundDeps, now: Date): Promise<RoundReport> {
  const work = await readWork(deps.sql, deps, now)
  if (work.sources.length === 0 && work.marks.length === 0)
    return { ingestion: 0, aggregation: 0, lake: 0, recovered: 0 }
  return deps.sql.begin(async (tx) => {
    await lockScheduler(tx)
    // Asked again under the lock: another scheduler may have done it meanwhile.
    const { sources, marks, last } = await readWork(tx, deps, now)
    if (sources.length > 0) await askSources(tx, sources, 'scheduler', now)
    const has = (mark: Mark) => marks.includes(mark)
    const aggregation = has('aggregation') ? await enqueueAggregation(tx, now) : 0
    const lake = has('lake_daily') ? await enqueueLake(tx, last.get('lake_daily'), now) : 0
    const recovered = has('recovery') ? await recover(tx, deps, now) : 0
    for (const mark of marks) await saveMark(tx, mark, now)
    return { ingestion: sources.length, aggregation, lake, recovered }
  })
}

type Work = { sources: IngestionJob[]; marks: Mark[]; last: Map<Mark, Date> }

async function readWork(db: Db, deps: RoundDeps, now: Date): Promise<Work> {
  const market = {
    isOpen: sessionAt(now) !== undefined,
    lastCloseAt: previousSession(now).closesAt,
  }
  const [sources, last] = await Promise.all([readDueSources(db, now, market), readMarks(db)])
  // Prices of this moment come first: what is summed up must not depend on which job is faster.
  const pricesComing = sources.some(({ source_type: type }) => type === 'market_api')
  const marks: Mark[] = []
  if (!pricesComing && isDue(last.get('aggregation'), deps.aggregationSeconds, now))
    marks.push('aggregation')
  if (isNewDay(last.get('lake_daily'), now)) marks.push('lake_daily')
  if (isDue(last.get('recovery'), RECOVERY_SECONDS, now)) marks.push('recovery')
  return { sources, marks, last }
}

async function enqueueAggregation(tx: Tx, now: Date): Promise<number> {
  const tickers = await readSignalledTickers(
    tx,
    new Date(now.getTime() - SIGNAL_DAYS * DAY_MS),
    now,
  )
  const jobs = tickers.map((ticker) => ({ to: 'aggregation' as const, job: { ticker } }))
  await enqueue(tx, jobs, { key: `scheduler:aggregation:${now.toISOString()}`, now })
  return jobs.length
}

async function enqueueLake(tx: Tx, last: Date | undefined, now: Date): Promise<number> {
  const jobs = lakeJobs(last, now)
  await enqueue(tx, jobs, { key: `scheduler:lake_daily:${now.toISOString()}`, now })
  return jobs.length
}
