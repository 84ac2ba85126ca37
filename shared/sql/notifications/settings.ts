/** Table `notification_settings_versions`: how people are told, and how it was set before. */

import {
  parseNotificationSettings,
  type NotificationSettings,
} from '../../contracts/notifications.ts'
import type { Db } from '../open.ts'

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
function listNotificationSettings(db: Db, limit: number): Promise<NotificationSettingsVersion[]> {
  return db<NotificationSettingsVersion[]>`
    select version, settings, changed_by, changed_at, reason
    from notification_settings_versions order by version desc limit ${limit}`
}
