/** What evaluations found, the newest of each reader, version and set. */

import type { ReaderRun, TrendRun } from '#shared/contracts/api/quality.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Db } from '#shared/sql/open.ts'
import { TRENDS, type MetricKind } from '#shared/sql/quality/metrics.ts'

const RUNS_MAX = 50
const EVALUATION: MetricKind = 'evaluation'
const TREND_QUALITY: MetricKind = 'trend_quality'

type Run<Row> = { at: Date; model: string; detail: Omit<Served<Row>, 'at' | 'model'> }

/** By model, newest version first. */
export async function listReaderRuns(db: Db): Promise<Served<ReaderRun>[]> {
  const rows = await db<Run<ReaderRun>[]>`
    select at, model, detail from (
      select distinct on (model, detail->>'version', detail->>'prompt_version', detail->>'set') *
      from model_performance_metrics where metric = ${EVALUATION}
      order by model, detail->>'version', detail->>'prompt_version', detail->>'set', at desc
    ) newest
    order by model collate "C", at desc, metric_id limit ${RUNS_MAX}`
  return rows.map(({ at, model, detail }) => ({ at, model, ...detail }))
}

/** Null where none was kept. */
export async function readTrendRun(db: Db): Promise<Served<TrendRun> | null> {
  const [row] = await db<Run<TrendRun>[]>`
    select at, model, detail from model_performance_metrics
    where model = ${TRENDS} and metric = ${TREND_QUALITY} order by at desc limit 1`
  return row ? { at: row.at, ...row.detail } : null
}
