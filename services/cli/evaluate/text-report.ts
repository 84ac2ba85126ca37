/** What an evaluation of texts found, for programs and for people. */

import type { CalibrationCheck } from './calibration-check.ts'
import type { ReadAll } from './read-all.ts'
import { measureAnswers, type Measures } from './measures.ts'

export type TextReport = { lines: number } & Measures & {
    texts_per_second: number
    /** In and out; null where the reader does not tell. */
    tokens: number | null
    calibration?: CalibrationCheck
  }

export function textReportOf({ lines, answers, seconds, tokens }: ReadAll): TextReport {
  const rate = lines / Math.max(seconds, 1e-6)
  return {
    lines,
    ...measureAnswers(answers),
    texts_per_second: rate < 10 ? Math.round(rate * 100) / 100 : Math.round(rate),
    tokens,
  }
}

export function sayReport(reader: string, report: TextReport): string {
  const { per_class, calibration, ...rest } = report
  const row = (name: string, value: string | number | null) =>
    `${name.padEnd(20)} ${value ?? 'unknown'}`
  const lines = Object.entries(rest).map(([name, value]) => row(name, value))
  const classes = Object.entries(per_class).map(([name, { labels, precision, recall, f1 }]) =>
    row(name, `${labels} labels, precision ${precision}, recall ${recall}, F1 ${f1}`),
  )
  const checked = calibration
    ? [
        row('calibration', `${calibration.method}, fitted on ${calibration.fitted_on} labels`),
        row('  checked on', `${calibration.checked_on} others`),
        row('  ece', `${calibration.ece.before} before, ${calibration.ece.after} after`),
        row('  brier', `${calibration.brier.before} before, ${calibration.brier.after} after`),
      ]
    : []
  return `${[row('reader', reader), ...lines, ...classes, ...checked].join('\n')}\n`
}
