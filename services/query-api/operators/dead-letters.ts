/** Jobs that were given up, with why. */

import type { DeadLetterRow } from '#shared/contracts/api/operators.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Db } from '#shared/sql/open.ts'

/** Newest first; only of one list where `list` is given. */
export async function listDeadLetters(
  db: Db,
  { list, limit }: { list?: string | undefined; limit: number },
): Promise<Served<DeadLetterRow>[]> {
  return db<Served<DeadLetterRow>[]>`
    select job_id, list, jsonb_pretty(payload) as payload, reason, last_error, deliveries, replayed, business_at,
      enqueued_at, settled_at
    from jobs where state = 'dead' ${list ? db`and list = ${list}` : db``}
    order by settled_at desc, seq desc limit ${limit}`
}
