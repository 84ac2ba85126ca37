/** Table `market_streams` for people: how each stream stands, be whoever keeps it alive or not. */

import type { Served } from '../../contracts/api/route.ts'
import type { StreamRow } from '../../contracts/api/sources.ts'
import type { Db } from '../open.ts'

/** Whoever keeps a stream says how it stands within seconds; nobody has for this long: nobody keeps it. */
const SILENT = '15 minutes'

/** What was said long ago, and is not due yet, holds no more: then it is `silent`. */
export function listStreams(db: Db, now: Date): Promise<Served<StreamRow>[]> {
  return db<Served<StreamRow>[]>`
    select feed, reason, since, seen_at, last_message_at, next_try_at, failures, connects, rejected,
      case when greatest(since, seen_at, last_message_at, next_try_at)
        < ${now}::timestamptz - ${SILENT}::interval then 'silent' else state end as state
    from market_streams order by feed`
}
