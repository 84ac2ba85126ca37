/** Puts what an evaluation found into the record, for the page and for the readings to come. */

import { basename } from 'node:path'
import { openClock } from '#shared/host/clock.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { saveCalibration } from '#shared/sql/quality/calibrations.ts'
import { saveMetric } from '#shared/sql/quality/metrics.ts'
import { UsageError } from '../command.ts'
import type { Bin } from './measures.ts'
import type { OpenReader } from './readers.ts'
import type { TextReport } from './text-report.ts'

/** Runs something on the record; `url` where it is not the one that the command joined. */
export async function onRecord<T>(
  url: string | undefined,
  run: (sql: Sql) => Promise<T>,
): Promise<T> {
  const sql = openPostgres(...(url === undefined ? [] : [url]))
  try {
    return await run(sql)
  } finally {
    await sql.end({ timeout: 2 })
  }
}

/**
 * Keeps a run over a labelled set and, where one was fitted, the calibration that readings of this
 * very version are to have from now on.
 *
 * @throws UsageError where the reader carries its calibration in its weights.
 */
export async function storeTexts(
  sql: Sql,
  { by: nameOf, isCalibratedByWeights }: OpenReader,
  { file, report, bins }: { file: string; report: TextReport; bins: readonly Bin[] },
): Promise<void> {
  const { calibration, ...measured } = report
  const by = nameOf()
  if (calibration && isCalibratedByWeights)
    throw new UsageError(
      `${by.model} carries its calibration in its weights: npm run train writes it; --store goes without --calibrate here`,
    )
  const now = openClock().now()
  const set = file === '-' ? 'standard input' : basename(file)
  const { model, modelVersion: version, promptVersion } = by
  const detail = { ...measured, set, version, prompt_version: promptVersion, bins }
  await saveMetric(sql, { model, metric: 'evaluation', value: report.accuracy, detail }, now)
  if (!calibration) return
  const { method, points, fitted_on, checked_on, ece } = calibration
  const stored = { method, points, fittedOn: fitted_on, checkedOn: checked_on }
  await saveCalibration(sql, by, { ...stored, eceBefore: ece.before, eceAfter: ece.after }, now)
}
