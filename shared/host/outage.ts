/** An outage in two lines of the log: one when it begins, one when it is over. */

import { messageOf } from './faults.ts'
import type { Logger } from './log.ts'

/** Told of every attempt; logs where the outcome is another than before. */
export type Outage = { met(fault: unknown): void; over(): void }

/** @param says what does not work while it lasts, and what works again, each as a short sentence. */
export function openOutage(
  log: Logger,
  says: { begins: string; ends: string },
  fields: Record<string, unknown> = {},
): Outage {
  let since: number | undefined
  return {
    met(fault) {
      if (since !== undefined) return
      since = performance.now()
      log.warn(fields, `${says.begins}: ${messageOf(fault)}`)
    },
    over() {
      if (since === undefined) return
      const seconds = Math.round((performance.now() - since) / 1_000)
      since = undefined
      log.info({ ...fields, seconds }, `${says.ends}, after ${seconds} s`)
    },
  }
}

/** Tells all of them of every attempt. */
export function tellAll(...told: (Outage | undefined)[]): Outage {
  return {
    met: (fault) => told.forEach((each) => each?.met(fault)),
    over: () => told.forEach((each) => each?.over()),
  }
}

/** `ready`, with a line in the log when a probe finds a part away and when all answer again. */
export function toldReadiness(
  ready: () => Promise<void>,
  log: Logger,
  name: string,
): () => Promise<void> {
  const outage = openOutage(log, { begins: `${name} is not ready`, ends: `${name} is ready again` })
  return async () => {
    try {
      await ready()
      outage.over()
    } catch (fault) {
      outage.met(fault)
      throw fault
    }
  }
}
