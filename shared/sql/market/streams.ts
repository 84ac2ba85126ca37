/** Tables `market_streams` and `market_stream_rejects`: how each of Alpaca's streams fares, and what of it could not be used. */

import { cleanText } from '../../domain/document/text/clean.ts'
import { sha256 } from '../../host/ids.ts'
import type { Db } from '../open.ts'

export type StreamFeed = 'iex' | 'sip'
/** Those of the market, and that of order updates. */
export type AnyFeed = StreamFeed | 'trade_updates'
export type StreamState = 'resting' | 'connecting' | 'live' | 'waiting'

export type StreamStanding = {
  state: StreamState
  reason: string
  failures: number
  nextTryAt: Date | null
  tracked: number
  followed: number
}
export type StreamReject = { reason: string; item: string; times: number }

const REASON_MAX = 500
/** Of a larger message the beginning is kept. */
const ITEM_BYTES_MAX = 4_096

/** Says how it stands; `since` moves only where state or reason is another, and each time it comes alive counts. */
export async function saveStanding(
  db: Db,
  feed: AnyFeed,
  { state, reason, failures, nextTryAt, tracked, followed }: StreamStanding,
  now: Date,
): Promise<void> {
  const says = cleanText(reason, REASON_MAX)
  await db`
    insert into market_streams as old (feed, state, reason, since, seen_at, failures, next_try_at, tracked, followed)
    values (${feed}, ${state}, ${says}, ${now}, ${now}, ${failures}, ${nextTryAt}, ${tracked}, ${followed})
    on conflict (feed) do update set state = excluded.state, reason = excluded.reason,
      since = case when (old.state, old.reason) = (excluded.state, excluded.reason)
        then old.since else excluded.since end,
      seen_at = excluded.seen_at,
      connects = old.connects + (excluded.state = 'live' and old.state <> 'live')::integer,
      failures = excluded.failures, next_try_at = excluded.next_try_at,
      tracked = excluded.tracked, followed = excluded.followed`
}

/** When something was heard last, and up to where minutes are whole: both only ever go forward. */
export async function saveProgress(
  db: Db,
  feed: AnyFeed,
  { heardAt, wholeUntil }: { heardAt: Date | null; wholeUntil: Date | null },
): Promise<void> {
  await db`
    update market_streams set last_message_at = greatest(last_message_at, ${heardAt}::timestamptz),
      whole_until = greatest(whole_until, ${wholeUntil}::timestamptz)
    where feed = ${feed}`
}

export async function readWholeUntil(db: Db, feed: StreamFeed): Promise<Date | null> {
  const [row] = await db<{ wholeUntil: Date | null }[]>`
    select whole_until from market_streams where feed = ${feed}`
  return row?.wholeUntil ?? null
}

/** Keeps what could not be used, and counts it; one refused before for the same reason is one row. */
export async function saveStreamRejects(
  db: Db,
  feed: AnyFeed,
  rejects: readonly StreamReject[],
  now: Date,
): Promise<void> {
  if (rejects.length === 0) return
  const rows = rejects.map(({ reason, item, times }) => {
    const bytes = Buffer.from(item)
    const kept = bytes.subarray(0, ITEM_BYTES_MAX).toString('base64')
    return { reason, item: kept, item_bytes: bytes.length, sha256: sha256(bytes), times }
  })
  await db`
    insert into market_stream_rejects as known (feed, reason, item, item_bytes, sha256, first_seen_at,
      last_seen_at, times)
    select ${feed}, reason, decode(item, 'base64'), item_bytes, sha256, ${now}, ${now}, times
    from jsonb_to_recordset(${db.json(rows)}) as r (reason text, item text, item_bytes integer,
      sha256 text, times integer)
    order by sha256, reason
    on conflict (sha256, reason) do update set
      last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at),
      times = known.times + excluded.times`
  const times = rejects.reduce((sum, one) => sum + one.times, 0)
  await db`update market_streams set rejected = rejected + ${times} where feed = ${feed}`
}
