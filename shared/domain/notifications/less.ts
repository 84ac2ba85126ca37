/** Whether a change of the settings has people told less: who hears of trouble keeps it small. */

import {
  CHANNELS,
  NOTICE_SEVERITIES,
  type NotificationSettings,
} from '../../contracts/notifications.ts'

export function tellsLess(before: NotificationSettings, after: NotificationSettings): boolean {
  const isLess = CHANNELS.some((channel) => {
    const [from, to] = [before[channel], after[channel]]
    const rank = ({ least }: typeof from) => NOTICE_SEVERITIES.indexOf(least)
    if (!to.on) return from.on
    return rank(to) > rank(from) || to.perHour < from.perHour || to.perDay < from.perDay
  })
  const mutesMore = after.muted.some((kind) => !before.muted.includes(kind))
  // Of two quiet spans neither is known to be the shorter.
  const isQuieter =
    after.quiet !== null && JSON.stringify(after.quiet) !== JSON.stringify(before.quiet)
  return isLess || mutesMore || isQuieter
}
