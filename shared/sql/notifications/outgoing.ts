/**
 * Table `notifications`, as it is sent: taken in hand by one program, tried, and written down.
 *
 * Leases and back-off are real time, by the database's clock. A program that ends within a try leaves
 * its lease behind; when that is over the next one tries again, with the same id.
 */

import type { Channel, NotificationState, SentKind } from '../../contracts/notifications.ts'
import { plainText } from '../../domain/document/text/cut.ts'
import { redact } from '../../host/redact.ts'
import type { Sql, Tx } from '../open.ts'
import { TRIES } from './planned.ts'

/** Longer than any try may take (clients/smtp, clients/sns). */
const LEASE_SECONDS = 180
/** Before the second try, the third and so on. */
const AGAIN_SECONDS = [30, 120, 480, 1_800, 7_200]
const SAID_MAX = 500

export type OutgoingNotice = {
  notificationId: string
  channel: Channel
  kind: SentKind
  subject: string
  body: string
  /** The report that it tells of, where it tells of one. */
  reportId: string | null
  attempt: number
  triesLeft: number
}

/** Takes the most urgent one of a channel that is due in hand; undefined where none is. */
export async function claimNotification(
  sql: Sql,
  channel: Channel,
): Promise<OutgoingNotice | undefined> {
  return sql.begin(async (tx) => {
    const [row] = await tx<OutgoingNotice[]>`
      update notifications n set attempts = attempts + 1, tries_left = tries_left - 1,
        leased_until = clock_timestamp() + ${LEASE_SECONDS} * interval '1 second'
      where notification_id = (
        select notification_id from notifications
        where channel = ${channel} and state = 'wanted' and next_try_at <= clock_timestamp() and tries_left > 0
          and coalesce(leased_until, '-infinity') <= clock_timestamp()
        order by severity <> 'critical', next_try_at, seq limit 1 for update skip locked)
      returning notification_id, channel, kind, subject, body, attempts as attempt, tries_left,
        (select w.detail ->> 'report_id' from notification_wishes w where w.wish_id = n.wish_id) as report_id`
    if (!row) return undefined
    await tx`
      insert into notification_attempts (notification_id, attempt, began_at)
      values (${row.notificationId}, ${row.attempt}, clock_timestamp())`
    return row
  })
}

/** Ends those whose last try was cut off. */
export async function failCutOff(sql: Sql): Promise<void> {
  await sql`
    update notifications set state = 'failed', reason = 'cut_off', leased_until = null
    where state = 'wanted' and tries_left = 0 and coalesce(leased_until, '-infinity') <= clock_timestamp()`
}

/** `again`: another try may go well; `refused`: a person has to change something first. */
export type Tried =
  | { outcome: 'sent'; said: string }
  | { outcome: 'again' | 'refused'; reason: string; said: string }

/** Writes down how a try went. What another program has in hand by now stays as it is. */
export async function endAttempt(
  sql: Sql,
  { notificationId, attempt, triesLeft }: OutgoingNotice,
  tried: Tried,
  now: Date,
): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`
      update notification_attempts set ended_at = clock_timestamp(), outcome = ${tried.outcome},
        said = ${plainText(redact(tried.said), SAID_MAX)}
      where notification_id = ${notificationId} and attempt = ${attempt}`
    const mine = tx`notification_id = ${notificationId} and attempts = ${attempt} and state = 'wanted'`
    if (tried.outcome === 'sent') {
      await tx`
        update notifications set state = 'sent', sent_at = ${now}, reason = '', next_try_at = null,
          leased_until = null where ${mine}`
      return
    }
    const isOver = tried.outcome === 'refused' || triesLeft === 0
    const seconds = AGAIN_SECONDS[Math.min(TRIES - triesLeft, AGAIN_SECONDS.length) - 1] ?? 30
    await tx`
      update notifications set state = ${isOver ? 'failed' : 'wanted'}, reason = ${tried.reason}, leased_until = null,
        next_try_at = ${isOver ? null : tx`clock_timestamp() + ${seconds} * interval '1 second'`}
      where ${mine}`
  })
}

/** Ends one that is not to leave any more, as its channel was turned off meanwhile. */
export async function suppressOutgoing(
  sql: Sql,
  { notificationId, attempt }: OutgoingNotice,
  reason: string,
): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`
      update notification_attempts set ended_at = clock_timestamp(), outcome = 'refused', said = ${reason}
      where notification_id = ${notificationId} and attempt = ${attempt}`
    await tx`
      update notifications set state = 'suppressed', reason = ${reason}, next_try_at = null, leased_until = null
      where notification_id = ${notificationId} and attempts = ${attempt} and state = 'wanted'`
  })
}

/** Lets one that failed or stayed unsaid leave after all; returns the state it was in, if there is one. */
export async function sendAgain(
  tx: Tx,
  notificationId: string,
): Promise<NotificationState | undefined> {
  const [row] = await tx<{ state: NotificationState }[]>`
    select state from notifications where notification_id = ${notificationId} for update`
  await tx`
    update notifications set state = 'wanted', reason = '', tries_left = ${TRIES}, next_try_at = clock_timestamp(),
      leased_until = null
    where notification_id = ${notificationId} and state in ('failed', 'suppressed')`
  return row?.state
}
