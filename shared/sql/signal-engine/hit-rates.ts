/** Tables `signal_hit_rates` and `signal_hit_days`, and what came of outputs: `signal_engine_outputs.moved`. */

import { newYorkDate, shiftDate } from '../../domain/market/calendar.ts'
import type { HitRates, MeasuredHits } from '../../domain/technical/hit-rates.ts'
import type { TechnicalSignalName } from '../../domain/technical/signals/technical-signal.ts'
import type { Db, Tx } from '../open.ts'

/** Outputs looked at in a round; the others have their turn in the next ones. */
const OUTPUTS_MAX = 2_000
/** Five sessions are over after seven days or more; what is older than this is never settled. */
const AGE_DAYS = { least: 7, most: 40 }
/** Sessions a signal is measured over: a year and a quarter. */
const SESSIONS_MAX = 315

/** As measured before the moment; a signal that nobody measured is not among them. */
export async function readHitRates(db: Db, asOf: Date): Promise<HitRates> {
  const rows = await db<(MeasuredHits & { name: TechnicalSignalName })[]>`
    select name, sessions, share from signal_hit_rates where measured_at < ${asOf} order by name`
  return new Map(rows.map(({ name, ...hits }) => [name, hits]))
}

export type Unsettled = { outputId: string; ticker: string; sessionDate: string }

/** Outputs old enough that what came of them may be known, by ticker. */
export async function readUnsettled(db: Db, now: Date): Promise<Unsettled[]> {
  const today = newYorkDate(now)
  return db<Unsettled[]>`
    select output_id, ticker, session_date::text as session_date from signal_engine_outputs
    where moved is null and session_date <= ${shiftDate(today, -AGE_DAYS.least)}::date
      and session_date >= ${shiftDate(today, -AGE_DAYS.most)}::date
    order by session_date, ticker collate "C", output_id limit ${OUTPUTS_MAX}`
}

/** Keeps what came of outputs, a share: 0.01 is a rise of one percent. Returns the sessions they were made of. */
export async function settleOutputs(
  tx: Tx,
  settled: readonly { outputId: string; moved: number }[],
): Promise<string[]> {
  const rows = settled.map(({ outputId, moved }) => ({ output_id: outputId, moved }))
  const changed = await tx<{ sessionDate: string }[]>`
    update signal_engine_outputs o set moved = r.moved
    from jsonb_to_recordset(${tx.json(rows)}) as r (output_id uuid, moved double precision)
    where o.output_id = r.output_id and o.moved is null
    returning o.session_date::text as session_date`
  return [...new Set(changed.map(({ sessionDate }) => sessionDate))]
}

/**
 * Counts those sessions anew, and from all that are counted how often each signal was right: of each session
 * the share of companies, then the mean of the sessions. A price that did not move, and a signal that points
 * nowhere, say nothing.
 */
export async function measureHitRates(
  tx: Tx,
  sessions: readonly string[],
  now: Date,
): Promise<void> {
  await tx`
    insert into signal_hit_days (name, session_date, companies, hits)
    select c.name, o.session_date, count(*),
      count(*) filter (where (c.direction = 'bullish') = (o.moved > 0))
    from signal_engine_outputs o
      cross join lateral jsonb_to_recordset(o.confluences) as c (name text, direction text)
    where o.session_date = any(${sessions}::date[]) and o.moved <> 0 and c.direction <> 'neutral'
    group by c.name, o.session_date
    on conflict (name, session_date) do update set companies = excluded.companies, hits = excluded.hits`
  await tx`
    insert into signal_hit_rates as past (name, measured_at, sessions, share)
    select name, ${now}, count(*)::int, avg(hits::double precision / companies) from (
      select *, row_number() over (partition by name order by session_date desc) as place
      from signal_hit_days
      where session_date > ${newYorkDate(now)}::date - ${2 * SESSIONS_MAX}::int) newest
    where place <= ${SESSIONS_MAX}
    group by name order by name
    on conflict (name) do update set measured_at = excluded.measured_at, sessions = excluded.sessions,
      share = excluded.share`
}
