/** Prices as bars; one row a bar, corrections replace, refused ones are kept with the reason. */

import type { NewBar, RejectedBar } from '../../domain/market/bar.ts'
import { newYorkDate, newYorkInstant } from '../../domain/market/calendar.ts'
import type { Db, Tx } from '../open.ts'

/** One session of one ticker; prices and volume are decimal text. */
export type DailyBar = {
  ticker: string
  /** YYYY-MM-DD, New York. */
  sessionDate: string
  /** Midnight in New York. */
  startsAt: Date
  open: string
  high: string
  low: string
  close: string
  volume: string
}

export type BarOrigin = { sourceId: string; rawKey: string | null; fetchedAt: Date }

/**
 * Stores daily bars. A later fetch that differs replaces; of two fetches at one moment the source
 * with the lower id stands, so the outcome does not depend on which came first.
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
      close, volume, vwap, source_id, raw_key, fetched_at)
    select ticker, '1d', starts_at, session_date, open, high, low, close, volume, vwap,
      ${origin.sourceId}::uuid, ${origin.rawKey}, ${origin.fetchedAt}
    from jsonb_to_recordset(${tx.json(rows)}) as r (ticker text, starts_at timestamptz,
      session_date date, open numeric, high numeric, low numeric, close numeric, volume numeric,
      vwap numeric)
    order by ticker collate "C", starts_at
    on conflict (ticker, timespan, starts_at) do update set open = excluded.open,
      high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume,
      vwap = excluded.vwap, source_id = excluded.source_id, raw_key = excluded.raw_key,
      fetched_at = excluded.fetched_at
    where (excluded.fetched_at > old.fetched_at
        and (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume)
          is distinct from (old.open, old.high, old.low, old.close, old.volume))
      or (excluded.fetched_at = old.fetched_at and excluded.source_id < old.source_id)
    returning 1`
  return saved.count
}

/** Keeps what was refused; the same bar refused for the same reason again is kept once. */
export async function saveRejects(
  tx: Tx,
  rejects: readonly RejectedBar[],
  fetchedAt: Date,
): Promise<void> {
  if (rejects.length === 0) return
  await tx`
    insert into market_rejects (ticker, payload, reason, fetched_at)
    select ticker, payload, reason, ${fetchedAt} from jsonb_to_recordset(${tx.json(rejects as never)})
      as r (ticker text, payload jsonb, reason text)
    on conflict do nothing`
}

/** The newest `count` daily bars known before `asOf`, oldest first. */
export async function readBarsBefore(
  db: Db,
  ticker: string,
  count: number,
  asOf: Date,
): Promise<DailyBar[]> {
  const bars = await db<DailyBar[]>`
    select ticker, to_char(session_date, 'YYYY-MM-DD') as session_date, starts_at, open, high, low, close, volume
    from market_snapshots where ${knownBefore(db, ticker, asOf)}
    order by starts_at desc limit ${count}`
  return bars.toReversed()
}

/** The same bars as floats, for scores: close and volume alone. */
export async function readMovesBefore(
  db: Db,
  ticker: string,
  count: number,
  asOf: Date,
): Promise<{ close: number; volume: number }[]> {
  const bars = await db<{ close: number; volume: number }[]>`
    select close::float8, volume::float8
    from market_snapshots where ${knownBefore(db, ticker, asOf)}
    order by starts_at desc limit ${count}`
  return bars.toReversed()
}

/**
 * The one rule of what was known: bars of sessions before New York's day of `asOf`, and fetched
 * before it. What is fetched at that very moment is left out, so that no answer depends on which of
 * two jobs came first, and no decision sees a price from its own future.
 */
function knownBefore(db: Db, ticker: string, asOf: Date) {
  return db`ticker = ${ticker} and timespan = '1d' and fetched_at < ${asOf}
    and session_date < ${newYorkDate(asOf)}::date`
}
