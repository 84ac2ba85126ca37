/** Every kind of notice: how grave it is, what it is called, where its page is, how often it repeats. */

import type { SentKind, NoticeSeverity } from '../../contracts/notifications.ts'

type Kind = {
  severity: NoticeSeverity
  title: string
  /** The page that shows it. */
  page: string
  /** Of the same subject again within so many minutes is nothing new; 0: each is told. */
  repeatMinutes: number
}

const kind = (severity: NoticeSeverity, title: string, page: string, repeatMinutes = 0): Kind => ({
  severity,
  title,
  page,
  repeatMinutes,
})

export const noticeKinds: Readonly<Record<SentKind, Kind>> = {
  order_filled: kind('info', 'Order filled', '/orders'),
  order_rejected: kind('warning', 'Order rejected', '/orders', 10),
  exit_sent: kind('warning', 'Exit', '/portfolio'),
  exit_refused: kind('critical', 'Exit refused', '/portfolio', 30),
  breaker_tripped: kind('critical', 'Breaker tripped', '/trading'),
  breaker_reset: kind('info', 'Breaker reset', '/trading'),
  kill_switch: kind('critical', 'Kill switch', '/trading'),
  hold_set: kind('warning', 'Trading held back', '/trading'),
  hold_lifted: kind('info', 'Hold lifted', '/trading'),
  books_differ: kind('critical', 'Books and broker differ', '/portfolio'),
  mode_changed: kind('warning', 'Mode changed', '/trading'),
  tier_changed: kind('info', 'Risk tier changed', '/trading'),
  approval_wanted: kind('warning', 'Approval wanted', '/approvals'),
  dead_letters: kind('warning', 'Dead letters', '/pipeline', 60),
  alert_critical: kind('critical', 'Alert', '/alerts', 30),
  alert_warning: kind('warning', 'Alert', '/alerts', 30),
  daily_summary: kind('info', 'The day', '/portfolio'),
  report_made: kind('info', 'Report', '/reports'),
  test: kind('info', 'Test', '/trading'),
  digest: kind('info', 'While it was quiet', '/trading'),
}

/** Whether a word is a kind that is known; one of a newer release may not be. */
export function isSentKind(word: string): word is SentKind {
  return Object.hasOwn(noticeKinds, word)
}
