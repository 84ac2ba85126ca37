/** Hands what changed to the lake: a job for each batch, soon after the changes. */

import { randomUUID } from 'node:crypto'
import { newYorkDate, newYorkInstant } from '../domain/market/calendar.ts'
import type { Clock } from '../host/clock.ts'
import { readNumber } from '../host/env.ts'
import { startLoop } from '../host/loop.ts'
import { openOutage, tellAll } from '../host/outage.ts'
import { giveTo, lockWaiting, readRipeTables, takeBackDead } from '../sql/lake/changes.ts'
import { lakeTables } from '../sql/lake/facts/all.ts'
import { GRACES, needsTidying, noteTried, readSmallFileDays } from '../sql/lake/upkeep.ts'
import type { Sql, Tx } from '../sql/open.ts'
import { stageNames, stages } from '../pipeline.ts'
import { keepSamples, type StageSample } from '../sql/lake/stage-samples.ts'
import { readDepthSoon, type Depth } from './depth.ts'
import { enqueue } from './record/jobs.ts'
import type { Dispatch, Running } from './relay.ts'

const LOOK_MS = 1_000
/** Real time between two looks at what the files need. */
const UPKEEP_MS = 60_000
/** Real seconds for which a day gets no file before its files are made one, and from how many on they are at once. */
const QUIET_SECONDS = 600
const FILES_MAX = 64
/** Real seconds after its death for which a job may be done again by a person before its changes are given out anew. */
const DEAD_SECONDS = 900
/** Days that are made one at a time, so that what is new need not wait behind them. */
const DAYS_MAX = 32
/** Jobs of one turn. */
const BATCHES_MAX = 64

/** Starts handing out what waited `LAKE_WAIT_SECONDS`, real time, whatever the clock of business says. */
export function startLakeHandOut({
  sql,
  redis,
  clock,
  log,
  needs,
  report,
}: Pick<Dispatch, 'redis' | 'log' | 'needs' | 'report'> & { sql: Sql; clock: Clock }): Running {
  const seconds = readNumber('LAKE_WAIT_SECONDS', 0)
  let upkeepAt = performance.now() + UPKEEP_MS
  return startLoop(
    async () => {
      await needs?.()
      if (performance.now() >= upkeepAt) {
        upkeepAt = performance.now() + UPKEEP_MS
        await handOutUpkeep(sql, clock.now(), { quietSeconds: QUIET_SECONDS })
        const depth = await readDepthSoon(redis)
        if (depth) await keepSamples(sql, samplesOf(depth), clock.now())
      }
      // More may wait than a turn takes.
      return (await handOutChanges(sql, clock.now(), seconds)) === BATCHES_MAX ? 0 : LOOK_MS
    },
    LOOK_MS,
    tellAll(openOutage(log, { begins: 'the lake waits', ends: 'the lake is told again' }), report),
  )
}

/**
 * Makes a job of each batch whose oldest change has waited `seconds`; how many, at most 64. Each is committed by
 * itself, so that the first is written while the others are made.
 */
export async function handOutChanges(sql: Sql, now: Date, seconds: number): Promise<number> {
  const names = lakeTables.map(({ name }) => name)
  if (await isCrowded(sql)) return 0
  let made = 0
  for (const name of await readRipeTables(sql, names, seconds))
    for (let more = true; more && made < BATCHES_MAX;) {
      const taken = await handOutBatch(sql, name, now)
      if (taken) made += 1
      more = taken?.isFull ?? false
    }
  return made
}

/** While a stage that is paused, or away, has so many jobs, more would only make its files smaller. */
async function isCrowded(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ jobs: number }[]>`
    select count(*) as jobs from (select from jobs
      where list = 'lake_publish' and state = 'queued' limit ${BATCHES_MAX}) waiting`
  return (row?.jobs ?? 0) >= BATCHES_MAX
}

/** Undefined where nothing waits; `isFull` where more may. */
function handOutBatch(sql: Sql, name: string, now: Date): Promise<{ isFull: boolean } | undefined> {
  return sql.begin(async (tx) => {
    const { changes, isFull } = await lockWaiting(tx, name)
    if (changes.length === 0) return undefined
    const job = { job_type: 'changes' as const, entity_id: name, dt: now.toISOString() }
    const key = `lake:${name}:${changes[0]}:${randomUUID()}`
    const [jobId] = await enqueue(tx, [{ to: 'lake_publish', job }], { key, now })
    await giveTo(tx, jobId as string, changes)
    return { isFull }
  })
}

/**
 * Makes a job of each day whose files are to become one; how many. Also one of what is to be tidied. The same day with
 * the same files gives the same job, which is made once.
 */
export function handOutUpkeep(
  sql: Sql,
  now: Date,
  { quietSeconds }: { quietSeconds: number },
): Promise<number> {
  return sql.begin(async (tx) => {
    await takeBackDead(tx, DEAD_SECONDS)
    const today = newYorkDate(now)
    const days = await readSmallFileDays(tx, {
      today,
      quietSeconds,
      filesMax: FILES_MAX,
      daysMax: DAYS_MAX,
    })
    for (const { fact, day, changes } of days) {
      const dt = newYorkInstant(day, '00:00').toISOString()
      const job = { job_type: 'compaction' as const, entity_id: fact, dt }
      const key = `lake:compaction:${fact}:${day}:${changes}`
      await enqueue(tx, [{ to: 'lake_publish', job }], { key, now })
    }
    await noteTried(tx, days)
    if ((await needsTidying(tx, GRACES)) && !(await isTidying(tx))) {
      const job = { job_type: 'tidy' as const, entity_id: '', dt: now.toISOString() }
      const key = `lake:tidy:${Math.floor(Date.now() / UPKEEP_MS)}`
      await enqueue(tx, [{ to: 'lake_publish', job }], { key, now })
    }
    return days.length
  })
}

/** One that waits for a store that is away tidies all that came meanwhile. */
async function isTidying(tx: Tx): Promise<boolean> {
  const waiting = await tx`select from jobs where list = 'lake_publish' and state = 'queued'
    and payload ->> 'job_type' = 'tidy' limit 1`
  return waiting.length > 0
}

function samplesOf({ lists, stages: depths }: Depth): StageSample[] {
  return stageNames.map((stage) => ({
    stage,
    // One that it takes from in two turns of three waits once.
    pending: [...new Set(stages[stage].reads)].reduce((sum, list) => sum + lists[list].pending, 0),
    inFlight: depths[stage].inFlight,
    replicas: depths[stage].replicas,
    paused: depths[stage].paused.length > 0,
  }))
}
