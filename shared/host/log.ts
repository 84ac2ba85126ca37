/** One JSON line an event, with the same field names in every part. */

import { pino, type Logger } from 'pino'
import { readEnv } from './env.ts'
import { sayLastWords } from './last-words.ts'
import { redact, rememberEnv } from './redact.ts'
import { traceNow } from './trace.ts'

export type { Logger }

/**
 * A logger whose lines carry `part` (a stage's or service's name), and no secret. What ends the process
 * without being caught goes the same way.
 */
export function openLog(part: string): Logger {
  rememberEnv()
  const destination = readEnv('LOG_DESTINATION') === 'stdout' ? 1 : 2
  const log = pino(
    {
      level: readEnv('LOG_LEVEL'),
      base: { part },
      mixin: traceNow,
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: redact },
    },
    pino.destination({ dest: destination, sync: true }),
  )
  sayLastWords(log)
  return log
}
