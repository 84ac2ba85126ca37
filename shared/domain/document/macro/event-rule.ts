/** One kind of event, and the words that tell of it. */

import type { Direction, Duration, Severity } from '../reading/reading.ts'

export type EventRule = {
  eventType: string
  direction: Direction
  severity: Severity
  duration: Duration
  pattern: RegExp
}
