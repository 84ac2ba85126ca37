/** Jobs that were given up, with why; and those of them that need nobody any more. */

import type { DeadGroup, DeadLetterRow } from '#shared/contracts/api/dead-letters.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Sort } from '#shared/contracts/api/words.ts'
import type { Db } from '#shared/sql/open.ts'
import { askRow, goOnAfter, inOrder } from '#shared/sql/page.ts'

const listed = { table: 'jobs', as: 'jobs', id: 'job_id' }
const ORDER = ['settled_at', 'seq'] as const

export type DeadLetterFilter = {
  list?: string | undefined
  reason?: string | undefined
  state: 'dead' | 'settled'
  sort: Sort
  limit: number
  after?: string | undefined
}

/** By when they were given up; only of one list where `list` is given. */
export async function listDeadLetters(
  db: Db,
  { list, reason, state, sort, limit, after }: DeadLetterFilter,
): Promise<Served<DeadLetterRow>[]> {
  await askRow(db, listed, after)
  return db<Served<DeadLetterRow>[]>`
    select job_id, list, jsonb_pretty(payload) as payload, reason, last_error, deliveries, replayed, business_at,
      enqueued_at, settled_at, covered_by, covered_at, discarded_by, discarded_because
    from jobs where ${state === 'dead' ? db`state = 'dead'` : db`state = 'cancelled'`} ${list ? db`and list = ${list}` : db``}
      ${reason ? db`and reason = ${reason}` : db``}
      ${goOnAfter(db, listed, ORDER, { after, sort })}
    ${inOrder(db, listed, ORDER, sort)} limit ${limit}`
}

/** How many there are of each list and reason: as many as wait for a person. */
export function countDeadGroups(db: Db): Promise<Served<DeadGroup>[]> {
  return db<Served<DeadGroup>[]>`
    select list || ' ' || reason as group_id, list, reason, count(*)::integer as count,
      min(settled_at) as oldest_at
    from jobs where state = 'dead' group by list, reason order by 1`
}

/** Dead letters that a filter still finds. */
export async function countDead(
  db: Db,
  { list, reason }: Pick<DeadLetterFilter, 'list' | 'reason'>,
): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::integer as count from jobs where state = 'dead'
      ${list ? db`and list = ${list}` : db``} ${reason ? db`and reason = ${reason}` : db``}`
  return row?.count ?? 0
}
