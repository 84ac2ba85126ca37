/** Bars in Polygon's form, and how small ones are gathered into larger ones. */

import { newYorkDate, newYorkInstant } from '#shared/domain/market/calendar.ts'
import type { DayPath } from '../contents/quotes.ts'
import type { WorldBar } from '../contents/world.ts'
import { DAY_MS, MINUTE_MS } from '#shared/domain/spans.ts'

/** Volume, volume-weighted price, open, close, high, low, start (Unix ms), number of trades. */
export type Aggregate = {
  v: number
  vw: number
  o: number
  c: number
  h: number
  l: number
  t: number
  n: number
}

const SHARES_A_TRADE = 100

export function ofDay({ open, high, low, close, volume }: WorldBar, at: Date): Aggregate {
  return {
    v: volume,
    vw: round((high + low + close) / 3),
    o: open,
    c: close,
    h: high,
    l: low,
    t: at.getTime(),
    n: Math.ceil(volume / SHARES_A_TRADE),
  }
}

/** The minutes of a day's path that are over at `now`; their volumes add up to the day's. */
export function minuteBars(bar: WorldBar, { opensAt, prices }: DayPath, now: number): Aggregate[] {
  const count = prices.length - 1
  const bars: Aggregate[] = []
  let given = 0
  for (let minute = 0; minute < count; minute += 1) {
    const t = opensAt.getTime() + minute * MINUTE_MS
    if (t + MINUTE_MS > now) break
    const o = prices[minute] as number
    const c = prices[minute + 1] as number
    const sold = Math.round(bar.volume * soldBy((minute + 1) / count))
    const v = sold - given
    given = sold
    bars.push({
      v,
      vw: round((o + c) / 2),
      o,
      c,
      h: Math.max(o, c),
      l: Math.min(o, c),
      t,
      n: Math.ceil(v / SHARES_A_TRADE),
    })
  }
  return bars
}

/** Share of a day's volume traded by a share of the session: most at the open and the close. */
function soldBy(share: number): number {
  return 0.55 * share + 0.45 * (0.5 + 4 * (share - 0.5) ** 3)
}

/** Gathers base bars, oldest first, into one bar per key; the key is the new bar's start. */
export function gather(base: readonly Aggregate[], keyOf: (t: number) => number): Aggregate[] {
  const gathered: Aggregate[] = []
  for (const bar of base) {
    const t = keyOf(bar.t)
    const last = gathered.at(-1)
    if (!last || last.t !== t) {
      gathered.push({ ...bar, t })
      continue
    }
    const v = last.v + bar.v
    last.vw = v === 0 ? last.vw : round((last.vw * last.v + bar.vw * bar.v) / v)
    last.v = v
    last.c = bar.c
    last.h = Math.max(last.h, bar.h)
    last.l = Math.min(last.l, bar.l)
    last.n += bar.n
  }
  return gathered
}

/**
 * Maps a base bar's start to the start of the bar it belongs to, in New York's calendar: hours and
 * minutes count from midnight, weeks from Sunday. Undefined for a timespan that is not offered.
 */
export function bucketKeys(
  timespan: string,
  multiplier: number,
): ((t: number) => number) | undefined {
  if (timespan === 'minute' || timespan === 'hour') {
    const length = multiplier * MINUTE_MS * (timespan === 'hour' ? 60 : 1)
    return (t) => {
      const midnight = newYorkInstant(newYorkDate(new Date(t)), '00:00').getTime()
      return midnight + Math.floor((t - midnight) / length) * length
    }
  }
  const startOf = CALENDAR[timespan]
  return (
    startOf &&
    ((t) => newYorkInstant(startOf(newYorkDate(new Date(t)), multiplier), '00:00').getTime())
  )
}

/** 1969-12-28, a Sunday, in days of the Unix calendar. */
const FIRST_SUNDAY = -4

const CALENDAR: Readonly<Record<string, (date: string, multiplier: number) => string>> = {
  day: (date, multiplier) => (multiplier === 1 ? date : blockOf(date, multiplier, 0)),
  week: (date, multiplier) => blockOf(date, 7 * multiplier, FIRST_SUNDAY),
  month: (date, multiplier) => monthBlock(date, multiplier),
  quarter: (date, multiplier) => monthBlock(date, 3 * multiplier),
  year: (date, multiplier) => monthBlock(date, 12 * multiplier),
}

function blockOf(date: string, days: number, origin: number): string {
  const day = Date.parse(date) / DAY_MS - origin
  return new Date((Math.floor(day / days) * days + origin) * DAY_MS).toISOString().slice(0, 10)
}

function monthBlock(date: string, months: number): string {
  const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1
  const first = Math.floor(month / months) * months
  return `${Math.floor(first / 12)}-${String((first % 12) + 1).padStart(2, '0')}-01`
}

function round(price: number): number {
  return Math.round(price * 10_000) / 10_000
}
