/** Table `split_suspicions`: nights that look like a split nobody has told yet, and what became of them. */

import { newYorkDate, shiftDate } from '../../domain/market/calendar.ts'
import { splitLike, SUSPICION_DAYS, TOLD_WITHIN_DAYS } from '../../domain/market/suspicion.ts'
import type { Db, Tx } from '../open.ts'

/**
 * Flags nights between two raw bars of these tickers over which the price moved as only a split moves
 * it, where no split is known and no news of that day says so much. Returns how many are new.
 */
export async function flagSuspicions(
  tx: Tx,
  tickers: readonly string[],
  now: Date,
): Promise<{ ticker: string; sessionDate: string }[]> {
  if (tickers.length === 0) return []
  await lockSuspicions(tx)
  return tx<{ ticker: string; sessionDate: string }[]>`
    insert into split_suspicions (ticker, session_date, previous_close, open, flagged_at)
    select ticker, session_date, previous_close, open, ${now} from (${nightsOf(tx, tickers, now)}) night
    where ${isSuspect(tx)} and not ${isExplained(tx, now)}
    on conflict (ticker, session_date) do update set previous_close = excluded.previous_close,
      open = excluded.open, flagged_at = excluded.flagged_at, settled_at = null, settled_as = null
      where split_suspicions.settled_as = 'bar_changed'
    returning ticker, session_date::text as session_date`
}

/**
 * Settles what came to be explained: by a split, by news, by a bar that was corrected; and, where
 * `listedFrom` says from which ex-date on all splits were told, by none being listed days later.
 */
export async function settleSuspicions(
  tx: Tx,
  now: Date,
  listedFrom: string | null = null,
): Promise<void> {
  await lockSuspicions(tx)
  const due = shiftDate(newYorkDate(now), -TOLD_WITHIN_DAYS)
  await tx`
    with open_one as materialized (
      select ticker, session_date from split_suspicions where settled_at is null and flagged_at < ${now}
    ), judged as (
      select o.ticker, o.session_date, case
          when night.ticker is null or not ${isSuspect(tx)} then 'bar_changed'
          when ${hasSplit(tx, now)} then 'split'
          when ${hasNews(tx, now)} then 'news'
          when ${listedFrom}::date <= o.session_date and o.session_date <= ${due}::date then 'no_split'
        end as settled_as
      from open_one o left join (${nightsOf(tx, null, now)}) night
        on night.ticker = o.ticker and night.session_date = o.session_date
    )
    update split_suspicions s set settled_at = ${now}, settled_as = judged.settled_as from judged
    where s.ticker = judged.ticker and s.session_date = judged.session_date
      and judged.settled_as is not null`
}

/** Two that judge nights at once would each hold some that the other waits for. */
async function lockSuspicions(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('split_suspicions'))`
}

/** Of tickers that have a night that was suspect at `asOf`: the session after the newest of them. */
export async function readSuspicions(
  db: Db,
  tickers: readonly string[],
  asOf: Date,
): Promise<Map<string, string>> {
  const rows = await db<{ ticker: string; sessionDate: string }[]>`
    select ticker, max(session_date)::text as session_date from split_suspicions s
    where ticker = any(${[...tickers]}::text[]) and flagged_at < ${asOf}
      and (settled_at is null or settled_at >= ${asOf})
      and not exists (select from corporate_actions a where a.ticker = s.ticker and a.kind = 'split'
        and a.ex_date > s.session_date - 5 and a.ex_date <= s.session_date and a.known_at < ${asOf}
        and (a.replaced_at is null or a.replaced_at >= ${asOf}))
    group by ticker`
  return new Map(rows.map(({ ticker, sessionDate }) => [ticker, sessionDate]))
}

/** Raw bars with the close of the one before; of some tickers, or of those with an open suspicion. */
function nightsOf(tx: Tx, tickers: readonly string[] | null, now: Date) {
  const since = shiftDate(newYorkDate(now), -SUSPICION_DAYS)
  const whose = tickers
    ? tx`ticker = any(${[...tickers]}::text[])`
    : tx`ticker in (select ticker from split_suspicions where settled_at is null)`
  return tx`
    select ticker, session_date, open, basis, lag(basis) over before as previous_basis,
      lag(close) over before as previous_close, lag(session_date) over before as previous_date
    from market_snapshots where ${whose} and timespan = '1d' and session_date >= ${since}::date
    window before as (partition by ticker order by starts_at)`
}

function isSuspect(tx: Tx) {
  return tx`(night.basis = 'raw' and night.previous_basis = 'raw'
    and (night.open <= night.previous_close * ${splitLike.fallTo}::numeric
      or night.open >= night.previous_close * ${splitLike.riseTo}::numeric))`
}

function isExplained(tx: Tx, now: Date) {
  return tx`(${hasSplit(tx, now)} or ${hasNews(tx, now)})`
}

function hasSplit(tx: Tx, now: Date) {
  return tx`exists (select from corporate_actions a where a.ticker = night.ticker and a.kind = 'split'
    and a.replaced_at is null and a.known_at < ${now}
    and a.ex_date > night.previous_date and a.ex_date <= night.session_date)`
}

/** News of the night or the day that was read as good where the price rose, as bad where it fell. */
function hasNews(tx: Tx, now: Date) {
  return tx`exists (select from document_impact_records r where r.ticker = night.ticker
    and r.is_current and r.extracted_at < ${now}
    and r.published_at >= night.previous_date::timestamp at time zone 'America/New_York'
    and r.published_at < (night.session_date + 1)::timestamp at time zone 'America/New_York'
    and r.sentiment = case when night.open < night.previous_close then 'negative' else 'positive' end)`
}
