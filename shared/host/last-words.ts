/** What a process says when a fault that nobody caught ends it: Node.js would print all that the fault holds. */

import { messageOf } from './faults.ts'
import type { Logger } from './log.ts'

/** From now on the log says it, without secrets, and the process ends with 1. */
export function sayLastWords(log: Logger): void {
  // Whoever listens already, as a test runner does, keeps the word.
  if (process.listenerCount('uncaughtException') > 0) return
  process.on('uncaughtException', (fault) => {
    log.fatal({ err: fault }, `ended by a fault: ${messageOf(fault)}`)
    process.exit(1)
  })
}
