/** Trends from the shortest window to the longest. */

import { TrendRow } from '#shared/contracts/api/signals.ts'

const WINDOWS = TrendRow.entries.trendWindow.options

export function byWindow<T extends Pick<TrendRow, 'trendWindow'>>(rows: readonly T[]): T[] {
  const place = ({ trendWindow }: T) => WINDOWS.indexOf(trendWindow)
  return [...rows].sort((a, b) => place(a) - place(b))
}
