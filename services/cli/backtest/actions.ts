/** Splits and dividends that rows of bars tell of. */

import { roundTo } from '#shared/domain/money.ts'
import type { DataBar } from './read-data-bars.ts'

const actionDefaults = {
  /** A smaller part of the close is the rounding of adjusted prices. */
  dividendMin: 0.0005,
}

/**
 * Dollars a share that were paid on this day: of the column, else what adjusted closes leave out.
 *
 * Prices and dividends of one file are of one basis.
 */
export function dividendOf(row: DataBar, before: DataBar | undefined): string | undefined {
  if (row.dividend > 0) return roundTo(row.dividend, 6)
  if (!before || !row.adjusted || !before.adjusted) return undefined
  const kept = before.adjusted / before.close / (row.adjusted / row.close)
  const part = 1 - kept
  return part >= actionDefaults.dividendMin ? roundTo(before.close * part, 4) : undefined
}

/**
 * Shares after the split for each before; undefined where there is none, or where prices are of the basis of the
 * last day already, so that nothing happens to who counts in them.
 */
export function splitOf(row: DataBar, before: DataBar | undefined): number | undefined {
  if (row.split === 1 || !(row.split > 0) || !before) return undefined
  const step = Math.log(row.open / before.close)
  return Math.abs(step + Math.log(row.split)) < Math.abs(step) ? row.split : undefined
}
