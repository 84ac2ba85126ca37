/** Jobs that were given up, with why. */

import type { Db } from '#shared/sql/open.ts'

export type DeadLetter = {
  jobId: string
  list: string
  /** Pretty JSON text, keys as they were sent. */
  payload: string
  reason: string
  lastError: string | null
  deliveries: number
  replayed: number
  businessAt: Date
  enqueuedAt: Date
  settledAt: Date
}

/** Newest first; only of one list where `list` is given. */
export async function listDeadLetters(
  db: Db,
  { list, limit }: { list?: string | undefined; limit: number },
): Promise<DeadLetter[]> {
  return db<DeadLetter[]>`
    select job_id, list, jsonb_pretty(payload) as payload, reason, last_error, deliveries, replayed, business_at,
      enqueued_at, settled_at
    from jobs where state = 'dead' ${list ? db`and list = ${list}` : db``}
    order by settled_at desc, seq desc limit ${limit}`
}
