/** Table `reader_calibrations`: how often a reader is right where it says how sure it is. */

import type { Points } from '../../domain/statistics/points.ts'
import type { Db } from '../open.ts'

export type CalibratedBy = { model: string; modelVersion: string; promptVersion: string }

export type StoredCalibration = {
  method: 'isotonic' | 'platt'
  points: Points
  fittedOn: number
  checkedOn: number
  eceBefore: number
  eceAfter: number
}

/** The points of a reader of exactly this version; undefined where none were fitted. */
export async function readCalibrationPoints(
  db: Db,
  { model, modelVersion, promptVersion }: CalibratedBy,
): Promise<Points | undefined> {
  const [row] = await db<{ points: Points }[]>`
    select points from reader_calibrations
    where model = ${model} and model_version = ${modelVersion} and prompt_version = ${promptVersion}`
  return row?.points
}

/** Takes the place of what was fitted before for this version. */
export async function saveCalibration(
  db: Db,
  { model, modelVersion, promptVersion }: CalibratedBy,
  found: StoredCalibration,
  now: Date,
): Promise<void> {
  await db`
    insert into reader_calibrations (model, model_version, prompt_version, method, points, fitted_on,
      checked_on, ece_before, ece_after, fitted_at)
    values (${model}, ${modelVersion}, ${promptVersion}, ${found.method}, ${db.json(found.points as number[][])},
      ${found.fittedOn}, ${found.checkedOn}, ${found.eceBefore}, ${found.eceAfter}, ${now})
    on conflict (model, model_version, prompt_version) do update set method = excluded.method,
      points = excluded.points, fitted_on = excluded.fitted_on, checked_on = excluded.checked_on,
      ece_before = excluded.ece_before, ece_after = excluded.ece_after, fitted_at = excluded.fitted_at`
}
