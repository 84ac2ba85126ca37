/** Tables `watchlists` and `watchlist_members`: named groups of companies. */

import type { Served } from '../../contracts/api/route.ts'
import type { Watchlist } from '../../contracts/api/registry-lists.ts'
import type { Db, Tx } from '../open.ts'

export type WatchlistRow = Served<Watchlist>

/** By name. */
export function readWatchlists(
  db: Db,
  { watchlistId, ticker }: { watchlistId?: string; ticker?: string | undefined } = {},
): Promise<WatchlistRow[]> {
  return db<WatchlistRow[]>`
    select watchlist_id, name, description, version, created_at,
      array(select ticker from watchlist_members m join companies using (company_id)
        where m.watchlist_id = w.watchlist_id order by ticker collate "C") as tickers
    from watchlists w
    where true ${watchlistId === undefined ? db`` : db`and watchlist_id = ${watchlistId}`}
      ${ticker === undefined ? db`` : db`and exists (select from watchlist_members m join companies using (company_id) where m.watchlist_id = w.watchlist_id and ticker = ${ticker})`}
    order by name collate "C"`
}

/** One watchlist, held until the transaction ends: of two who edit it the second waits here. */
export async function lockWatchlist(
  tx: Tx,
  watchlistId: string,
): Promise<WatchlistRow | undefined> {
  await tx`select from watchlists where watchlist_id = ${watchlistId} for update`
  const [row] = await readWatchlists(tx, { watchlistId })
  return row
}

/** The watchlist of this name, in any case of letters. */
export async function readWatchlistNamed(
  db: Db,
  name: string,
): Promise<{ watchlistId: string; name: string } | undefined> {
  const [row] = await db<{ watchlistId: string; name: string }[]>`
    select watchlist_id, name from watchlists where lower(name) = lower(${name}) limit 1`
  return row
}

/** Adds it; false where one of this name came to be meanwhile. */
export async function addWatchlist(
  tx: Tx,
  row: { watchlistId: string; name: string; description: string; now: Date },
): Promise<boolean> {
  const { count } = await tx`
    insert into watchlists (watchlist_id, name, description, created_at)
    values (${row.watchlistId}, ${row.name}, ${row.description}, ${row.now})
    on conflict do nothing`
  return count > 0
}

/** Changes what is given, and counts the change. */
export async function changeWatchlist(
  tx: Tx,
  watchlistId: string,
  to: { name?: string | undefined; description?: string | undefined },
): Promise<void> {
  await tx`
    update watchlists set name = coalesce(${to.name ?? null}::text, name),
      description = coalesce(${to.description ?? null}::text, description), version = version + 1
    where watchlist_id = ${watchlistId}`
}

export async function removeWatchlist(tx: Tx, watchlistId: string): Promise<void> {
  await tx`delete from watchlists where watchlist_id = ${watchlistId}`
}

/** Makes these its members, and no others. Every ticker is tracked. */
export async function setMembers(
  tx: Tx,
  watchlistId: string,
  tickers: readonly string[],
): Promise<void> {
  await tx`
    delete from watchlist_members where watchlist_id = ${watchlistId} and company_id not in
      (select company_id from companies where ticker = any(${[...tickers]}::text[]))`
  await tx`
    insert into watchlist_members (watchlist_id, company_id)
    select ${watchlistId}, company_id from companies where ticker = any(${[...tickers]}::text[])
    on conflict do nothing`
}

/** Those of the tickers that are not tracked. */
export async function readUntracked(db: Db, tickers: readonly string[]): Promise<string[]> {
  const rows = await db<{ ticker: string }[]>`
    select ticker from unnest(${[...tickers]}::text[]) as ticker
    where not exists (select from companies c where c.ticker = ticker.ticker)`
  return rows.map(({ ticker }) => ticker)
}
