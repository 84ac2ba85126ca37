/** Half hours of sessions made into bars of one and of four hours. */

import type { Frame } from './frames.ts'
import type { Bars } from './indicators/series.ts'

/** `slot` counts half hours from the open: 0 is 09:30 to 10:00. Prices on one basis. */
export type HalfHour = {
  date: string
  slot: number
  high: number
  low: number
  close: number
  volume: number
}

/**
 * Of sessions that are over, oldest first. Every bar begins at the open or so many hours behind it, so the last of
 * a session is shorter, as on a half day; half hours in which nobody traded are in none, and are not made up.
 * Without any there are no frames.
 */
export function shortFrames(
  halves: readonly HalfHour[],
): Readonly<Partial<Record<Extract<Frame, 'M30' | 'H1' | 'H4'>, Bars>>> {
  if (halves.length === 0) return {}
  return { M30: merged(halves, 1), H1: merged(halves, 2), H4: merged(halves, 8) }
}

function merged(halves: readonly HalfHour[], slots: number): Bars {
  const bars = [
    ...Map.groupBy(halves, ({ date, slot }) => `${date} ${Math.floor(slot / slots)}`).values(),
  ]
  const column = (of: (own: readonly HalfHour[]) => number) => Float64Array.from(bars, of)
  return {
    high: column((own) => Math.max(...own.map(({ high }) => high))),
    low: column((own) => Math.min(...own.map(({ low }) => low))),
    close: column((own) => own.at(-1)!.close),
    volume: column((own) => own.reduce((sum, { volume }) => sum + volume, 0)),
  }
}
