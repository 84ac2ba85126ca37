/** One notice of all that waited while it was quiet, the gravest first. */

import { NOTICE_SEVERITIES, type SentKind } from '../../contracts/notifications.ts'
import { shortened } from '../document/text/cut.ts'
import { noticeKinds } from './kinds.ts'
import type { Notice } from './words.ts'

const LINES_MAX = 40
const GRAVEST_FIRST = NOTICE_SEVERITIES.toReversed()

type Waited = { kind: SentKind; says: string; madeAt: Date }

/** @param waited at least one, oldest first. */
export function digestOf(waited: readonly Waited[], now: Date): Notice {
  const groups = GRAVEST_FIRST.map((severity) => ({
    severity,
    of: waited.filter(({ kind }) => noticeKinds[kind].severity === severity),
  })).filter(({ of }) => of.length > 0)
  const counts = groups.map(({ severity, of }) => `${of.length} ${severity}`).join(', ')
  const listed = groups.flatMap(({ of }) => of)
  const lines = listed.slice(0, LINES_MAX).map(({ kind, says, madeAt }) => {
    const [first = ''] = says.split(/[\r\n]/)
    return `${minuteOf(madeAt)} ${noticeKinds[kind].title}: ${shortened(first, 160)}`
  })
  const more = listed.length - lines.length
  const rest = more > 0 ? [`and ${more} more on the page`] : []
  return {
    kind: 'digest',
    subject: counts,
    says: [`${waited.length} waited: ${counts}.`, ...lines, ...rest].join('\n'),
    madeAt: now,
  }
}

function minuteOf(at: Date): string {
  return at.toISOString().replace(/:\d\d\.\d+Z$/, 'Z')
}
