/** Decides what becomes of a notice on one channel: it leaves, it waits, or it stays unsaid. */

import type {
  Channel,
  NotificationSettings,
  SentKind,
  NoticeSeverity,
} from '../../contracts/notifications.ts'
import { HOUR_MS } from '../spans.ts'
import { noticeKinds } from './kinds.ts'
import { quietUntil } from './quiet.ts'

/** Why a notice stays unsaid. */
export type Unsaid =
  | 'channel_off'
  | 'no_address'
  | 'kind_muted'
  | 'below_least'
  | 'too_old'
  | 'said_already'
  | 'hour_is_full'
  | 'day_is_full'

export type Planned =
  | { state: 'wanted' }
  | { state: 'waiting'; until: Date }
  | { state: 'suppressed'; reason: Unsaid }

export const planDefaults = {
  /** What happened so long ago is no news: nobody is told of it after an outage of a day. */
  hoursMax: 24,
  /** What is critical goes over the limits, up to so many times of them. */
  criticalTimes: 3,
}

const RANK: Readonly<Record<NoticeSeverity, number>> = { info: 0, warning: 1, critical: 2 }

/**
 * What becomes of a notice at business time `now`. `left` counts what left this way before, and
 * `saidAlready` says whether one of the same kind and subject did within the kind's minutes.
 */
export function planNotice(
  notice: { kind: SentKind; madeAt: Date },
  way: {
    channel: Channel
    settings: NotificationSettings
    hasAddress: boolean
    left: { hour: number; day: number }
    saidAlready: boolean
  },
  now: Date,
): Planned {
  const { channel, settings, left } = way
  const { on, least, perHour, perDay } = settings[channel]
  const { severity } = noticeKinds[notice.kind]
  const isMuted = (settings.muted as readonly SentKind[]).includes(notice.kind)
  // A digest is made of what was found worth it one by one.
  const isLow = notice.kind !== 'digest' && RANK[severity] < RANK[least]
  const isOld = now.getTime() - notice.madeAt.getTime() > planDefaults.hoursMax * HOUR_MS
  const times = severity === 'critical' ? planDefaults.criticalTimes : 1
  const unsaid: [boolean, Unsaid][] = [
    [!on, 'channel_off'],
    [!way.hasAddress, 'no_address'],
    [isMuted, 'kind_muted'],
    [isLow, 'below_least'],
    [isOld, 'too_old'],
    [way.saidAlready, 'said_already'],
  ]
  const reason = unsaid.find(([is]) => is)?.[1]
  if (reason) return { state: 'suppressed', reason }
  const until = severity === 'critical' ? undefined : quietUntil(settings.quiet, now)
  if (until) return { state: 'waiting', until }
  if (left.hour >= perHour * times) return { state: 'suppressed', reason: 'hour_is_full' }
  if (left.day >= perDay * times) return { state: 'suppressed', reason: 'day_is_full' }
  return { state: 'wanted' }
}
