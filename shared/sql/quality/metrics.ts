/** Table `model_performance_metrics`: what evaluations found, one row a run. */

import type { Db } from '../open.ts'

/** A reader over a labelled set, or trends over what the record holds. */
export type MetricKind = 'evaluation' | 'trend_quality'

/** The model under which runs over trends are kept. */
export const TRENDS = 'trends'

export type MetricRow = { model: string; metric: MetricKind; value: number; detail: object }

export async function saveMetric(db: Db, row: MetricRow, now: Date): Promise<void> {
  const { model, metric, value, detail } = row
  await db`insert into model_performance_metrics (at, model, metric, value, detail)
    values (${now}, ${model}, ${metric}, ${value}, ${db.json(detail as never)})`
}
