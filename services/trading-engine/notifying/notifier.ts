/**
 * Tells people what happened: a loop of its own, which no stop, round or order ever waits for.
 *
 * Each turn plans what was wished and sends what is due. All that it knows stands in PostgreSQL, so it
 * may end anywhere, and two of them send nothing twice (docs/notifications.md).
 */

import type { Clock } from '#shared/host/clock.ts'
import { readEnv } from '#shared/host/env.ts'
import type { Logger } from '#shared/host/log.ts'
import { startLoop } from '#shared/host/loop.ts'
import { openOutage } from '#shared/host/outage.ts'
import type { Sql } from '#shared/sql/open.ts'
import { lookAround } from './look-around.ts'
import { planNotices } from './plan-notices.ts'
import { sendNotices, type Ways } from './send-notices.ts'

const TURN_MS = 5_000
/** A mail in hand at the end is given so long; then its lease tells the next program of it. */
const STOP_MS = 5_000

/** Takes a turn every few seconds until it is stopped. */
export function startNotifier(
  { sql, ways }: { sql: Sql; ways: Ways },
  { clock, log, schema }: { clock: Clock; log: Logger; schema: { pass(): Promise<void> } },
): { stop(): Promise<void> } {
  let isStopped = false
  const outage = openOutage(log, { begins: 'nobody is told', ends: 'people are told again' })
  const from = { label: readEnv('DATA_LABEL'), link: firstOrigin() }
  const loop = startLoop(
    async () => {
      await schema.pass()
      await lookAround(sql, clock.now())
      await planNotices(sql, from, clock.now())
      await sendNotices(sql, ways, clock.now, () => isStopped)
      return TURN_MS
    },
    TURN_MS,
    outage,
  )
  return {
    async stop() {
      isStopped = true
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, STOP_MS)
      })
      await Promise.race([loop.stop(), late])
      clearTimeout(timer)
    },
  }
}

/** Where the page is, for links; empty where nobody said. */
function firstOrigin(): string {
  const [first = ''] = readEnv('PUBLIC_URL').split(',')
  return URL.canParse(first.trim()) ? new URL(first.trim()).origin : ''
}
