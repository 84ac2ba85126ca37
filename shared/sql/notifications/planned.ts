/** Table `notifications`, as it is planned: what leaves, what waits, what stays unsaid and why. */

import type { Channel, SentKind, NoticeSeverity } from '../../contracts/notifications.ts'
import type { Planned } from '../../domain/notifications/plan.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'

/** Tries that one is given before it has failed. */
export const TRIES = 6

export type NewNotification = {
  notificationId: string
  channel: Channel
  kind: SentKind
  severity: NoticeSeverity
  about: string
  wishId: string | null
  subject: string
  body: string
  madeAt: Date
}

/** Lets one plan at a time, so that of two each counts what the other let leave. */
export async function lockPlanning(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('notifications'))`
}

/** How many left this way in the hour and the day before `now`. */
export async function countLeft(
  db: Db,
  channel: Channel,
  now: Date,
): Promise<{ hour: number; day: number }> {
  const [row] = await db<{ hour: number; day: number }[]>`
    select count(*) filter (where planned_at > ${now}::timestamptz - interval '1 hour')::integer as hour,
      count(*)::integer as day
    from notifications where channel = ${channel} and state in ('wanted', 'sent', 'failed')
      and planned_at > ${now}::timestamptz - interval '1 day'`
  return row!
}

/** Whether the same was told, or waits to be, since `since`. */
export async function isSaidSince(
  db: Db,
  { channel, kind, about }: Pick<NewNotification, 'channel' | 'kind' | 'about'>,
  since: Date,
): Promise<boolean> {
  const rows = await db`
    select from notifications
    where channel = ${channel} and kind = ${kind} and about = ${about} and planned_at > ${since}
      and state <> 'suppressed' limit 1`
  return rows.length > 0
}

/** Stores one as it was planned; the same again changes nothing. */
export async function addNotification(
  tx: Tx,
  made: NewNotification,
  planned: Planned,
  now: Date,
): Promise<void> {
  const isWanted = planned.state === 'wanted'
  await tx`
    insert into notifications (notification_id, channel, kind, severity, about, wish_id, subject, body, state,
      reason, made_at, planned_at, waits_until, tries_left, next_try_at)
    values (${made.notificationId}, ${made.channel}, ${made.kind}, ${made.severity}, ${made.about}, ${made.wishId},
      ${made.subject}, ${made.body}, ${planned.state},
      ${planned.state === 'suppressed' ? planned.reason : ''}, ${made.madeAt}, ${now},
      ${planned.state === 'waiting' ? planned.until : null}, ${isWanted ? TRIES : 0},
      case when ${isWanted} then clock_timestamp() end)
    on conflict (notification_id) do nothing`
}

type Waiting = { notificationId: string; kind: string; says: string; madeAt: Date }

/** What waits on a channel, oldest first. */
export function readWaitingNotices(tx: Tx, channel: Channel): Promise<Waiting[]> {
  return tx<Waiting[]>`
    select n.notification_id, n.kind, coalesce(w.says, n.body) as says, n.made_at
    from notifications n left join notification_wishes w using (wish_id)
    where n.channel = ${channel} and n.state = 'waiting' order by n.seq limit 500`
}

/** Says of what waited that it is told by a digest. */
export async function closeWaiting(
  tx: Tx,
  notificationIds: readonly string[],
  digestId: string,
): Promise<void> {
  await tx`
    update notifications set state = 'digested', digest_id = ${digestId}
    where notification_id = any(${notificationIds as string[]}::uuid[])`
}

/** Of each wish one row a channel, however often it is planned. */
export function notificationIdOf(channel: Channel, ...of: string[]): string {
  return deriveId('notification', channel, ...of)
}
