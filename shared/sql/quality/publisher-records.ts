/**
 * Tables `publisher_records` and `source_records`: how often a session bore out what readings of a publisher's
 * documents, or of a source's, said before it.
 */

import type { TellerClaim, TellerTally } from '../../domain/quality/borne-out.ts'
import type { Db, Tx } from '../open.ts'

/** The row of `scheduler_marks` that says up to which session is counted. */
const MARK = 'publisher_records'

/** The close of the last session that was counted; undefined before the first. */
export async function readJudgedThrough(db: Db): Promise<Date | undefined> {
  const [mark] = await db<{ at: Date }[]>`select at from scheduler_marks where name = ${MARK}`
  return mark?.at
}

/** When the first document that says something was published; undefined where none was. */
export async function readFirstClaim(db: Db): Promise<Date | undefined> {
  const [first] = await db<{ at: Date | null }[]>`
    select min(own.published_at) as at from companies cross join lateral (
      select published_at from document_impact_records
      where ticker = companies.ticker and is_current order by published_at limit 1) own`
  return first?.at ?? undefined
}

export type SessionBar = { ticker: string; open: number; close: number }

/** Bars of every company of the session that begins at New York's midnight `startsAt`, known before `now`. */
export async function readSessionBars(db: Db, startsAt: Date, now: Date): Promise<SessionBar[]> {
  const rows = await db<{ ticker: string; open: string; close: string }[]>`
    select bar.ticker, bar.open, bar.close from companies
    join market_snapshots bar on bar.ticker = companies.ticker and bar.timespan = '1d'
      and bar.starts_at = ${startsAt} and bar.fetched_at < ${now}
    order by bar.ticker collate "C"`
  return rows.map(({ ticker, open, close }) => ({
    ticker,
    open: Number(open),
    close: Number(close),
  }))
}

/** Those who tell: publishers, or the sources that brought it. */
export type TellerKind = 'publisher' | 'source'

/**
 * What their current readings say of the tickers, published in [from, to) and fetched before
 * `to`: what comes in later may be dated to fit.
 */
export async function readClaims(
  db: Db,
  by: TellerKind,
  tickers: readonly string[],
  { from, to }: { from: Date; to: Date },
): Promise<TellerClaim[]> {
  const teller = by === 'publisher' ? db`document.publisher_domain` : db`document.source_id::text`
  return db<TellerClaim[]>`
    select ${teller} collate "C" as teller, record.ticker,
      sum(record.sentiment_score * record.confidence) as leaning
    from unnest(${[...tickers]}::text[]) as wanted(ticker)
    join document_impact_records record on record.ticker = wanted.ticker and record.is_current
      and record.published_at >= ${from} and record.published_at < ${to}
    join document_intelligence reading using (reading_id)
    join documents document on document.document_id = record.document_id
    where ${teller} is not null and document.ingested_at < ${to}
    group by 1, record.ticker
    order by 1, record.ticker collate "C"`
}

export type Tallies = { [K in TellerKind]: readonly TellerTally[] }

type CountedSession = { before: Date | undefined; date: string; closesAt: Date; now: Date }

/**
 * Counts one session, whose close is `closesAt`; false where another has counted it. What stood before the moment
 * `now` is kept beside it, for documents of that very moment.
 */
export async function addTallies(
  tx: Tx,
  tallies: Tallies,
  { before, date, closesAt, now }: CountedSession,
): Promise<boolean> {
  const [mark] = await tx<{ at: Date }[]>`
    insert into scheduler_marks (name, at) values (${MARK}, ${closesAt})
    on conflict (name) do update set at = excluded.at
      where scheduler_marks.at is not distinct from ${before ?? null}::timestamptz
    returning at`
  if (!mark) return false
  await tx`
    insert into publisher_records as known (domain, tried, borne_out, through, counted_at)
    select teller, tried, borne_out, ${date}::date, ${now}
    from ${countedRows(tx, tallies.publisher)}
    order by teller
    on conflict (domain) do update set tried = known.tried + excluded.tried,
      borne_out = known.borne_out + excluded.borne_out, through = excluded.through,
      tried_before = case when known.counted_at = ${now} then known.tried_before else known.tried end,
      borne_out_before = case when known.counted_at = ${now} then known.borne_out_before else known.borne_out end,
      counted_at = excluded.counted_at`
  await tx`
    insert into source_records as known (source_id, tried, borne_out, through)
    select source_id, tried, borne_out, ${date}::date
    from ${countedRows(tx, tallies.source)} join sources on source_id = teller::uuid
    order by source_id
    on conflict (source_id) do update set tried = known.tried + excluded.tried,
      borne_out = known.borne_out + excluded.borne_out, through = excluded.through`
  return true
}

function countedRows(tx: Tx, tallies: readonly TellerTally[]) {
  const rows = tallies.map(({ teller, tried, borneOut }) => ({
    teller,
    tried,
    borne_out: borneOut,
  }))
  return tx`jsonb_to_recordset(${tx.json(rows)}) as counted (teller text, tried integer, borne_out integer)`
}
