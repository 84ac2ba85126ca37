/** Stores bars: one row a bar, corrections replace, the stronger vendor stands. */

import { BAR_VENDORS, type BarVendor, type NewBar } from '../../domain/market/bar.ts'
import { newYorkInstant } from '../../domain/market/calendar.ts'
import type { Tx } from '../open.ts'

export type BarOrigin = {
  sourceId: string
  rawKey: string | null
  fetchedAt: Date
  /** Polygon where nothing is said. */
  vendor?: BarVendor | undefined
}

/**
 * Stores daily bars as they were traded. What a stronger vendor told stands, whichever came first;
 * of one vendor a later fetch that differs replaces, and of two fetches at one moment the source with
 * the lower id stands: the outcome never depends on which came first.
 */
export async function saveBars(
  tx: Tx,
  bars: readonly NewBar[],
  origin: BarOrigin,
): Promise<number> {
  if (bars.length === 0) return 0
  const rows = bars.map(({ sessionDate, ...bar }) => ({
    ...bar,
    session_date: sessionDate,
    starts_at: newYorkInstant(sessionDate, '00:00').toISOString(),
  }))
  const saved = await tx`
    insert into market_snapshots as old (ticker, timespan, starts_at, session_date, open, high, low,
      close, volume, vwap, basis, vendor, source_id, raw_key, fetched_at)
    select ticker, '1d', starts_at, session_date, open, high, low, close, volume, vwap, 'raw',
      ${origin.vendor ?? 'polygon'}, ${origin.sourceId}::uuid, ${origin.rawKey}, ${origin.fetchedAt}
    from jsonb_to_recordset(${tx.json(rows)}) as r (ticker text, starts_at timestamptz,
      session_date date, open numeric, high numeric, low numeric, close numeric, volume numeric,
      vwap numeric)
    order by ticker collate "C", starts_at
    on conflict (ticker, timespan, starts_at) do update set open = excluded.open,
      high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume,
      vwap = excluded.vwap, basis = excluded.basis, vendor = excluded.vendor,
      source_id = excluded.source_id, raw_key = excluded.raw_key, fetched_at = excluded.fetched_at
    where ${vendorRank(tx, 'excluded')} < ${vendorRank(tx, 'old')}
      or ${vendorRank(tx, 'excluded')} = ${vendorRank(tx, 'old')} and (
        (excluded.fetched_at > old.fetched_at
          and (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume, excluded.basis)
            is distinct from (old.open, old.high, old.low, old.close, old.volume, old.basis))
        or (excluded.fetched_at = old.fetched_at and excluded.source_id < old.source_id))
    returning 1`
  return saved.count
}

/** The place of a row's vendor, the strongest first. */
function vendorRank(tx: Tx, row: 'old' | 'excluded') {
  return tx`array_position(${[...BAR_VENDORS]}::text[], ${tx(row)}.vendor)`
}
