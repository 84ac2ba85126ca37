/** The list of notifications, newest first, each with what was said at its last try. */

import type { NotificationRow } from '../../contracts/api/notifications.ts'
import type { Served } from '../../contracts/api/route.ts'
import type { Sort } from '../../contracts/api/words.ts'
import { askRow, goOnAfter, inOrder } from '../page.ts'
import type { Db } from '../open.ts'

const listed = { table: 'notifications', as: 'n', id: 'notification_id' }
const ORDER = ['planned_at', 'seq'] as const

type Asked = {
  channel?: string | undefined
  state?: string | undefined
  sort: Sort
  limit: number
  after?: string | undefined
}

export async function listNotifications(
  db: Db,
  { channel, state, sort, limit, after }: Asked,
): Promise<Served<NotificationRow>[]> {
  await askRow(db, listed, after)
  return db<Served<NotificationRow>[]>`
    select n.notification_id, n.channel, n.kind, n.severity, n.subject, n.body, n.state, n.reason,
      coalesce(a.said, '') as said, n.attempts, n.made_at, n.planned_at, n.waits_until, n.next_try_at, n.sent_at
    from notifications n
    left join notification_attempts a on a.notification_id = n.notification_id and a.attempt = n.attempts
    where true ${channel === undefined ? db`` : db`and n.channel = ${channel}`}
      ${state === undefined ? db`` : db`and n.state = ${state}`}
      ${goOnAfter(db, listed, ORDER, { after, sort })}
    ${inOrder(db, listed, ORDER, sort)} limit ${limit}`
}

/** How many tries by hand were asked for since `since`. */
export async function countTests(db: Db, since: Date): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::integer as count from notifications where kind = 'test' and planned_at > ${since}`
  return row!.count
}
