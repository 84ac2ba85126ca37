/** Table `notification_settings_versions`: how people are told, and how it was set before. */

import {
  parseNotificationSettings,
  type NotificationSettings,
} from '../../contracts/notifications.ts'
import type { Db, Tx } from '../open.ts'

export type NotificationSettingsVersion = {
  version: number
  settings: NotificationSettings
  changedBy: string
  changedAt: Date
  reason: string
}

/**
 * The settings in force.
 *
 * @throws RangeError where there are none, or one is unsound.
 */
export async function readNotificationSettings(db: Db): Promise<NotificationSettingsVersion> {
  const [row] = await listNotificationSettings(db, 1)
  if (!row) throw new RangeError('Read notification_settings_versions: it holds no version')
  const settings = parseNotificationSettings(row.settings, 'notification_settings_versions')
  return { ...row, settings }
}

/** Versions, newest first, as they were stored. */
export function listNotificationSettings(
  db: Db,
  limit: number,
): Promise<NotificationSettingsVersion[]> {
  return db<NotificationSettingsVersion[]>`
    select version, settings, changed_by, changed_at, reason
    from notification_settings_versions order by version desc limit ${limit}`
}

/** Stores a version; it is in force from then on. */
export async function saveNotificationSettings(
  tx: Tx,
  made: Omit<NotificationSettingsVersion, 'version'>,
): Promise<void> {
  await tx`
    insert into notification_settings_versions (settings, changed_by, changed_at, reason)
    values (${tx.json(made.settings)}, ${made.changedBy}, ${made.changedAt}, ${made.reason})`
}

/** Lets one change wait for another until this transaction ends. */
export async function lockNotificationSettings(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('notification settings'))`
}
