/** Writes facts as Parquet, under keys that the same job gives again: twice is once. */

import type { Objects } from '#shared/clients/objects/store.ts'
import { writeParquet } from '#shared/clients/lake/parquet.ts'
import type { Column } from '#shared/contracts/lake-columns.ts'
import type { LakePublishJob } from '#shared/contracts/jobs/lake-publish.ts'
import { newYorkDate } from '#shared/domain/market/calendar.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import { sha256 } from '#shared/host/ids.ts'
import type { Handlers } from '#shared/queue/stage.ts'
import { lakeColumns, type LakeRows, type LakeTable } from '#shared/sql/lake/rows.ts'
import type { Sql } from '#shared/sql/open.ts'
import { planOf } from './plan.ts'

export type Deps = { sql: Sql; objects: Objects }

const LAKE = 'stonks-lakehouse'
const PARQUET = 'application/vnd.apache.parquet'

/**
 * The stage's handlers. Every row also says `as_of`, the job's moment: where a fact was published
 * more than once, the newest stands.
 */
export function lakePublisher({ sql, objects }: Deps): Handlers<'lake-publisher'> {
  return {
    async lake_publish(job, { now }) {
      refuseFuture(job, now)
      const plan = planOf(job)
      const rows = await plan.read(sql)
      if (plan.isSingle && rows.length === 0) {
        throw new PermanentFault(
          'fact_missing',
          `Publish ${job.job_type} ${job.entity_id}: there is no such row`,
        )
      }
      const asOf = new Date(job.dt)
      for (const [date, ofDay] of byDay(plan.table, rows, asOf)) {
        const columns: Column[] = [...lakeColumns[plan.table], ['as_of', 'timestamp']]
        const bytes = await writeParquet(
          columns,
          ofDay.map((row) => [...row, asOf]),
        )
        await objects.put(LAKE, keyOf(plan.table, date, job), bytes, PARQUET)
      }
      return async () => []
    },
  }
}

/** How far the clocks of two machines may differ. */
const SKEW_MS = 60_000

/** @throws PermanentFault of a moment to come: its rows would stand before all that is published till then. */
function refuseFuture({ job_type: type, entity_id: id, dt }: LakePublishJob, now: Date): void {
  if (new Date(dt).getTime() <= now.getTime() + SKEW_MS) return
  throw new PermanentFault('moment_ahead', `Publish ${type} ${id}: ${dt} is still to come`)
}

/** Rows by the New York day they came to be; a snapshot is of the day it was taken. */
function byDay(table: LakeTable, rows: LakeRows, asOf: Date): Map<string, LakeRows> {
  const days = new Map<string, LakeRows>()
  for (const row of rows) {
    const at = table === 'positions' ? asOf : row[1]
    if (!(at instanceof Date))
      throw new TypeError(`Publish ${table}: expected a moment in the second column`)
    const date = newYorkDate(at)
    const known = days.get(date)
    if (known) known.push(row)
    else days.set(date, [row])
  }
  return days
}

function keyOf(table: LakeTable, date: string, job: LakePublishJob): string {
  const [year, month, day] = date.split('-')
  return `${table}/year=${year}/month=${month}/day=${day}/${job.job_type}-${nameOf(job)}.parquet`
}

function nameOf({ entity_id: id, dt, since }: LakePublishJob): string {
  if (id === '')
    return [since, dt].flatMap((at) => (at === undefined ? [] : [compact(at)])).join('-')
  // Brokers' ids may hold what a key may not.
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(id) ? id : sha256(id).slice(0, 32)
}

function compact(at: string): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')
}
