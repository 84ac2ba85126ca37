/** Table `minute_bars` by half hours of sessions: read as of a moment, with the splits known by then. */

import { adjustBar, type Priced } from '../../domain/market/adjust.ts'
import { newYorkDate, shiftDate } from '../../domain/market/calendar.ts'
import type { HalfHour } from '../../domain/technical/short-frames.ts'
import type { Db } from '../open.ts'
import { readSplits } from './actions.ts'
import { readSuspicions } from './suspicions.ts'

/** As long as minutes are kept. */
const DAYS_MAX = 30

/**
 * Of sessions before New York's day of `asOf`, from minutes within the session that were fetched before it; oldest
 * first. Nothing is read across a night that looks like a split nobody told of.
 */
export async function readHalfHours(db: Db, ticker: string, asOf: Date): Promise<HalfHour[]> {
  const on = newYorkDate(asOf)
  const [bars, splits, suspected] = await Promise.all([
    db<(Priced & { slot: number })[]>`
      select session_date::text as session_date, session_date::text as carried_until, slot,
        (array_agg(open order by starts_at))[1]::text as open, max(high)::text as high, min(low)::text as low,
        (array_agg(close order by starts_at desc))[1]::text as close, sum(volume)::text as volume
      from minute_bars
      cross join lateral (select floor(extract(epoch from
        starts_at - (session_date + time '09:30') at time zone 'America/New_York') / 1800)::int as slot) at
      where ticker = ${ticker} and not is_extended and fetched_at < ${asOf}
        and session_date < ${on}::date and session_date >= ${shiftDate(on, -DAYS_MAX)}::date
        and starts_at > ${asOf}::timestamptz - interval '35 days'
      group by session_date, slot order by session_date, slot`,
    readSplits(db, [ticker], asOf),
    readSuspicions(db, [ticker], asOf),
  ])
  const from = suspected.get(ticker) ?? ''
  return bars
    .filter(({ sessionDate }) => sessionDate >= from)
    .map((bar) => {
      const {
        sessionDate: date,
        slot,
        high,
        low,
        close,
        volume,
      } = adjustBar(bar, splits.get(ticker) ?? [], on)
      const [top, bottom, last, traded] = [high, low, close, volume].map(Number) as [
        number,
        number,
        number,
        number,
      ]
      return { date, slot, high: top, low: bottom, close: last, volume: traded }
    })
}
