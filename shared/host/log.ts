/** One JSON line an event, with the same field names in every part. */

import { pino, type Logger } from 'pino'
import { readEnv } from './env.ts'

export type { Logger }

/** A logger whose lines carry `part` (a stage's or service's name). Secrets are never passed to it. */
export function openLog(part: string): Logger {
  const destination = readEnv('LOG_DESTINATION') === 'stdout' ? 1 : 2
  return pino(
    {
      level: readEnv('LOG_LEVEL'),
      base: { part },
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({ dest: destination, sync: true }),
  )
}
