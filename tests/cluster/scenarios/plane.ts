/** The analytics plane in the cluster: Metastore and Trino by the chart, synced, and asked by the product. */

import * as v from 'valibot'
import type { Bed } from '../bed.ts'
import { until } from '../kubectl.ts'
import { preparePlane } from '../plane.ts'
import type { Report } from '../report.ts'

const Answer = v.object({ rows: v.array(v.array(v.unknown())) })
/** What the articles of the proof leave in any case. */
const TABLES = ['documents', 'impacts', 'trends', 'jobs', 'fills'] as const
const READY_SECONDS = 300
const SYNC_SECONDS = 600

export type Planes = {
  /** Rows of each table, by DuckDB and by Trino over both catalogues. */
  counts: Record<string, { duckdb: number; trino: number; iceberg: number }>
  synced: string
}

/** Turns the plane on, has it synced as the CronJob does, and asks both engines from a pod of query-api. */
export async function askThePlane(bed: Bed, report: Report): Promise<Planes> {
  const began = performance.now()
  await bed.upgrade(await preparePlane(bed.place))
  for (const name of ['hive-metastore', 'trino']) await untilAvailable(bed, name)
  const ready = (performance.now() - began) / 1_000
  await bed.untilAtRest(240)
  const sync = performance.now()
  const synced = await runSync(bed)
  const took = (performance.now() - sync) / 1_000
  const counts: Planes['counts'] = {}
  for (const table of TABLES) {
    counts[table] = {
      duckdb: await count(bed, 'duckdb', table),
      trino: await count(bed, 'trino', table),
      iceberg: await count(bed, 'trino', `iceberg.stonks_iceberg.${table}`),
    }
  }
  report.add(bed.mode, {
    what: 'Hive Metastore and Trino as pods, the lake synced by the CronJob’s own job',
    wanted: 'both engines count the same rows of every table asked for',
    found: `ready after ${ready.toFixed(0)} s, synced in ${took.toFixed(0)} s: ${Object.entries(
      counts,
    )
      .map(([table, of]) => `${table} ${of.duckdb}, ${of.trino}, ${of.iceberg}`)
      .join('; ')}`,
  })
  return { counts, synced }
}

async function untilAvailable(bed: Bed, name: string): Promise<void> {
  const path = 'jsonpath={.status.availableReplicas}'
  await until(
    name,
    READY_SECONDS,
    async () => (await bed.kubectl('get', 'deploy', name, '-o', path)) === '1',
    () => bed.kubectl('describe', 'pod', '-l', `app.kubernetes.io/name=${name}`),
  )
}

/** Runs the CronJob's job now; what it said. */
async function runSync(bed: Bed): Promise<string> {
  await bed.kubectl('create', 'job', 'sync-now', '--from=cronjob/lake-sync')
  try {
    await until('lake-sync', SYNC_SECONDS, async () => {
      const path = 'jsonpath={.status.succeeded},{.status.failed}'
      const [succeeded, failed] = (await bed.kubectl('get', 'job', 'sync-now', '-o', path)).split(
        ',',
      )
      if (failed) throw new Error(await bed.kubectl('logs', 'job/sync-now'))
      return succeeded === '1'
    })
    return await bed.kubectl('logs', 'job/sync-now')
  } finally {
    await bed.kubectl('delete', 'job', 'sync-now')
  }
}

async function count(bed: Bed, engine: 'duckdb' | 'trino', table: string): Promise<number> {
  const statement = `select count(*) from ${table}`
  const where = ['exec', 'deploy/query-api', '-c', 'query-api', '--', 'node', 'stonks.mjs']
  const said = await bed.kubectl(...where, 'sql', '--json', '--engine', engine, statement)
  return Number(v.parse(Answer, JSON.parse(said)).rows[0]?.[0])
}
