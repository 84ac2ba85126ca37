/** Calibrates a reader on one part of the answers, and says on the other what that was worth. */

import { hashOfText } from '#shared/domain/text-hash.ts'
import { alongPoints, type Points } from '#shared/domain/statistics/points.ts'
import { isotonic } from './calibrate.ts'
import { measureAnswers, type JudgedAnswer } from './measures.ts'
import { platt } from './platt.ts'

const checkDefaults = {
  /** With fewer answers steps are chance, and two numbers fit better. */
  isotonicMin: 500,
  /** With fewer no calibration is worth having. */
  answersMin: 50,
}

type BeforeAfter = { before: number; after: number }

export type CalibrationCheck = {
  method: 'isotonic' | 'platt'
  /** Labels of the part it was fitted on, and of the other. */
  fitted_on: number
  checked_on: number
  /** Of the other part: as the reader says of itself, and by what was fitted. */
  ece: BeforeAfter
  brier: BeforeAfter
  points: Points
}

/**
 * `part` in (0, 1) is the share of texts it is fitted on, chosen by their words alone. Only what the reader itself claims
 * counts, as only that is calibrated later.
 *
 * @throws RangeError where a part holds too few answers.
 */
export function checkCalibration(all: readonly JudgedAnswer[], part: number): CalibrationCheck {
  const answers = all.filter(({ isOthers, raw }) => !isOthers && raw > 0)
  const isFitted = ({ text }: JudgedAnswer) => ((hashOfText(text) >>> 8) % 1000) / 1000 < part
  const fitted = answers.filter(isFitted)
  const checked = answers.filter((answer) => !isFitted(answer))
  const { answersMin, isotonicMin } = checkDefaults
  if (fitted.length < answersMin || checked.length < answersMin)
    throw new RangeError(
      `Calibrate: each part needs ${answersMin} labels, found ${fitted.length} to fit and ${checked.length} to check`,
    )
  const seen = fitted.map(({ raw, gold, got }) => ({ chance: raw, right: gold === got }))
  const method = fitted.length >= isotonicMin ? 'isotonic' : 'platt'
  const points = method === 'isotonic' ? isotonic(seen) : platt(seen)
  const before = measureAnswers(checked)
  const after = measureAnswers(
    checked.map((answer) => ({ ...answer, confidence: alongPoints(points, answer.raw) })),
  )
  return {
    method,
    fitted_on: fitted.length,
    checked_on: checked.length,
    ece: { before: before.ece, after: after.ece },
    brier: { before: before.brier, after: after.brier },
    points,
  }
}
