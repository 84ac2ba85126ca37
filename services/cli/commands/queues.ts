/** `stonks queues`: how much work waits, runs and is dead, list by list. */

import { listNames, readerOf } from '#shared/pipeline.ts'
import { putOffOf, readDepth } from '#shared/queue/depth.ts'
import { closeRedis, openRedis, reachRedis, type Redis } from '#shared/queue/redis/connection.ts'
import { readJobTotals, readOldestQueued } from '#shared/queue/record/counts.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { readDuties, type DutyState } from '#shared/sql/schedule/duties.ts'
import { readArgs, type Command } from '../command.ts'
import { formatTable } from '../table.ts'

export const command: Command = {
  name: 'queues',
  summary: 'show what waits, runs and is dead in each list',
  help: `Usage: stonks queues [--json]

One line a list, in the order work flows:
  pending    in Redis, waiting for the pump
  outbox     in PostgreSQL, not pushed yet (above HIGH_WATER they wait there)
  in flight  held by a pump: delivered now, between two deliveries, or put off
  dead       dead letters; see "stonks dlq"
  paused     who holds the stage back: pipeline (the switch) or operator
  oldest     seconds since the oldest open job was made

Below it, lists with jobs that are put off until a vendor may be asked again; and each duty of the scheduler that fails: how often in a row, its last error, and when it is
tried again.

Options
  --json   print {"queues": [one object a list], "duties": [one object a duty]}

Example
  stonks queues`,
  async run(args) {
    const { values } = readArgs(args, { options: { json: { type: 'boolean', default: false } } })
    const sql = openPostgres(undefined, 2)
    const redis = openRedis()
    try {
      await reachRedis(redis)
      const [queues, duties] = await Promise.all([readQueues(sql, redis), readDuties(sql)])
      const lines = [...queues.flatMap(describePutOff), ...duties.flatMap(describeFailing)]
      const text = [describe(queues), ...lines].join('\n')
      console.log(values.json ? JSON.stringify({ queues, duties: duties.map(toRow) }) : text)
      return 0
    } finally {
      await Promise.all([closeRedis(redis), sql.end({ timeout: 2 })])
    }
  },
}

type QueueRow = {
  list: string
  stage: string
  pending: number
  outbox: number
  in_flight: number
  /** Jobs in flight whose turn has not come, and the first and the last moment at which one does. */
  put_off: number
  put_off_from: string | null
  put_off_to: string | null
  dead: number
  paused: string[]
  /** Null where no job of record is open. */
  oldest_age_seconds: number | null
}

async function readQueues(sql: Sql, redis: Redis): Promise<QueueRow[]> {
  const [depth, totals, oldest, [clock]] = await Promise.all([
    readDepth(redis),
    readJobTotals(sql),
    readOldestQueued(sql),
    sql<{ now: Date }[]>`select clock_timestamp() as now`,
  ])
  return listNames.map((list) => {
    const stage = readerOf(list)
    const { pending, dead } = depth.lists[list]
    const { paused, holders } = depth.stages[stage]
    const ofList = Object.values(holders).filter((holder) => holder.endsWith(` ${list}`))
    const putOff = putOffOf(ofList)
    const known = totals.find((row) => row.list === list)
    const oldestAt = oldest.find((row) => row.list === list)?.at
    return {
      list,
      stage,
      pending,
      outbox: known?.unrelayed ?? 0,
      in_flight: ofList.length,
      put_off: putOff.jobs,
      put_off_from: putOff.jobs > 0 ? new Date(putOff.fromMs).toISOString() : null,
      put_off_to: putOff.jobs > 0 ? new Date(putOff.toMs).toISOString() : null,
      dead: known?.dead ?? dead,
      paused,
      oldest_age_seconds: oldestAt
        ? Math.max(0, Math.round((clock!.now.getTime() - oldestAt.getTime()) / 1_000))
        : null,
    }
  })
}

function describePutOff({ list, put_off, put_off_from, put_off_to }: QueueRow): string[] {
  if (put_off_from === null) return []
  return [`${list}: ${put_off} put off, delivered from ${put_off_from} to ${put_off_to}`]
}

function describeFailing({ duty, failures, lastError, nextAt }: DutyState): string[] {
  if (failures === 0) return []
  const again = nextAt ? `; tried again at ${nextAt.toISOString()}` : ''
  return [`scheduler: ${duty} failed, ${failures} in a row: ${lastError ?? ''}${again}`]
}

function toRow({ duty, failures, lastGoodAt, lastError, nextAt }: DutyState) {
  return { duty, failures, last_good_at: lastGoodAt, last_error: lastError, next_at: nextAt }
}

function describe(queues: readonly QueueRow[]): string {
  return formatTable(
    ['list', 'stage', 'pending', 'outbox', 'in flight', 'dead', 'paused', 'oldest'],
    queues.map((row) => [
      row.list,
      row.stage,
      row.pending,
      row.outbox,
      row.in_flight,
      row.dead,
      row.paused.join(' ') || 'no',
      row.oldest_age_seconds === null ? '' : `${row.oldest_age_seconds} s`,
    ]),
  )
}
