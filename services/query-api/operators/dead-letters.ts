/** Jobs that were given up, with why; and those of them that a later job covers. */

import type { DeadLetterRow } from '#shared/contracts/api/operators.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Sort } from '#shared/contracts/api/words.ts'
import type { Db } from '#shared/sql/open.ts'
import { askRow, goOnAfter, inOrder } from '#shared/sql/page.ts'

const listed = { table: 'jobs', as: 'jobs', id: 'job_id' }
const ORDER = ['settled_at', 'seq'] as const

export type DeadLetterFilter = {
  list?: string | undefined
  state: 'dead' | 'settled'
  sort: Sort
  limit: number
  after?: string | undefined
}

/** By when they were given up; only of one list where `list` is given. */
export async function listDeadLetters(
  db: Db,
  { list, state, sort, limit, after }: DeadLetterFilter,
): Promise<Served<DeadLetterRow>[]> {
  await askRow(db, listed, after)
  return db<Served<DeadLetterRow>[]>`
    select job_id, list, jsonb_pretty(payload) as payload, reason, last_error, deliveries, replayed, business_at,
      enqueued_at, settled_at, covered_by, covered_at
    from jobs where ${state === 'dead' ? db`state = 'dead'` : db`state = 'cancelled'`} ${list ? db`and list = ${list}` : db``}
      ${goOnAfter(db, listed, ORDER, { after, sort })}
    ${inOrder(db, listed, ORDER, sort)} limit ${limit}`
}
