/** Jobs that were given up, with why. */

import type { DeadLetterRow } from '#shared/contracts/api/operators.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Db } from '#shared/sql/open.ts'
import { askRow, goOnAfter } from '#shared/sql/page.ts'

const listed = { table: 'jobs', as: 'jobs', id: 'job_id' }

export type DeadLetterFilter = {
  list?: string | undefined
  limit: number
  after?: string | undefined
}

/** Newest first; only of one list where `list` is given. */
export async function listDeadLetters(
  db: Db,
  { list, limit, after }: DeadLetterFilter,
): Promise<Served<DeadLetterRow>[]> {
  await askRow(db, listed, after)
  return db<Served<DeadLetterRow>[]>`
    select job_id, list, jsonb_pretty(payload) as payload, reason, last_error, deliveries, replayed, business_at,
      enqueued_at, settled_at
    from jobs where state = 'dead' ${list ? db`and list = ${list}` : db``}
      ${goOnAfter(db, listed, ['settled_at', 'seq'], after)}
    order by settled_at desc, seq desc limit ${limit}`
}
