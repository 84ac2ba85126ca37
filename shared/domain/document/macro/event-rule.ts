/** One kind of event, and the words that tell of it. */

import type { EventDirection, Duration, Severity } from '../reading/reading.ts'

export type EventRule = {
  eventType: string
  direction: EventDirection
  severity: Severity
  duration: Duration
  pattern: RegExp
}
