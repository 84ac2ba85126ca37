/** Table `minute_bars`: one row a minute, raw; kept for days only (docs/retention.md). */

import { BAR_VENDORS, type BarVendor, type NewMinuteBar } from '../../domain/market/bar.ts'
import type { Tx } from '../open.ts'

export type MinuteOrigin = { sourceId: string | null; fetchedAt: Date; vendor: BarVendor }

/**
 * Stores minutes; returns how many are new or changed. As of days, the stronger vendor's stands, of
 * one vendor what was fetched later, and at one moment the source with the lower id.
 */
export async function saveMinuteBars(
  tx: Tx,
  minutes: readonly NewMinuteBar[],
  { sourceId, fetchedAt, vendor }: MinuteOrigin,
): Promise<number> {
  if (minutes.length === 0) return 0
  const once = new Map(minutes.map((one) => [`${one.ticker} ${one.startsAt.getTime()}`, one]))
  const rows = [...once.values()].map(({ sessionDate, startsAt, isExtended, ...bar }) => ({
    ...bar,
    starts_at: startsAt.toISOString(),
    session_date: sessionDate,
    is_extended: isExtended,
  }))
  const rank = (row: 'old' | 'excluded') =>
    tx`array_position(${[...BAR_VENDORS]}::text[], ${tx(row)}.vendor)`
  const { count } = await tx`
    insert into minute_bars as old (ticker, starts_at, session_date, open, high, low, close, volume,
      vwap, is_extended, vendor, source_id, fetched_at)
    select ticker, starts_at, session_date, open, high, low, close, volume, vwap, is_extended,
      ${vendor}, ${sourceId}::uuid, ${fetchedAt}
    from jsonb_to_recordset(${tx.json(rows)}) as r (ticker text, starts_at timestamptz,
      session_date date, open numeric, high numeric, low numeric, close numeric, volume numeric,
      vwap numeric, is_extended boolean)
    order by ticker collate "C", starts_at
    on conflict (ticker, starts_at) do update set open = excluded.open, high = excluded.high,
      low = excluded.low, close = excluded.close, volume = excluded.volume, vwap = excluded.vwap,
      is_extended = excluded.is_extended, vendor = excluded.vendor, source_id = excluded.source_id,
      fetched_at = excluded.fetched_at
    where ${rank('excluded')} < ${rank('old')}
      or ${rank('excluded')} = ${rank('old')} and (
        (excluded.fetched_at > old.fetched_at
          and (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume)
            is distinct from (old.open, old.high, old.low, old.close, old.volume))
        or (excluded.fetched_at = old.fetched_at and excluded.source_id < old.source_id))`
  return count
}
