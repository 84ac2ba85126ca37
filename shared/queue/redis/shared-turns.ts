/**
 * Turns at a vendor that all workers share, counted in Redis by its clock.
 *
 * While Redis is away each process counts for itself, in spans twice as long as they need be: said
 * once, and over when Redis answers.
 */

import { openOwnTurns } from '../../clients/pace/own-turns.ts'
import { PROMISE_MS_MAX, type Turn, type VendorTurns } from '../../clients/pace/turns.ts'
import type { Logger } from '../../host/log.ts'
import { openOutage, type Outage } from '../../host/outage.ts'
import { scripted } from './commands.ts'
import type { Redis } from './connection.ts'
import { rateLimitKey } from './keys.ts'

/** How long Redis is left alone after it did not answer, so that not every turn waits for it. */
const AWAY_MS = 5_000
const STRETCH = 2

/** @param redis a connection that gives up soon: `openRedis` with `SOON`. */
export function openSharedTurns(redis: Redis, log: Logger): VendorTurns {
  const shared = scripted(redis)
  const own = openOwnTurns(STRETCH)
  const outage = openOutage(log, {
    begins:
      'Redis does not count turns at vendors, so this process asks them half as often as it might',
    ends: 'turns at vendors are counted in Redis again',
  })
  const ask = openDetour(outage)
  return {
    take: (vendor, limits, patienceMs) =>
      ask(
        async (): Promise<Turn> => {
          const keys = limits.flatMap(({ name }) => [
            rateLimitKey(name),
            rateLimitKey(`${name}:promised`),
          ])
          const spans = limits.flatMap(({ most, spanMs }) => [most, spanMs])
          const given = [
            rateLimitKey(`${vendor}:held`),
            ...keys,
            patienceMs,
            PROMISE_MS_MAX,
            ...spans,
          ]
          const [isTaken, wait] = (await shared.stonks_take_turn(1 + keys.length, ...given)) as [
            string,
            string,
          ]
          return { isTaken: isTaken === '1', waitMs: Number(wait) }
        },
        () => own.take(vendor, limits, patienceMs),
      ),
    async hold(vendor, ms) {
      // Held here too: Redis may be away by the next turn.
      await own.hold(vendor, ms)
      const key = rateLimitKey(`${vendor}:held`)
      await ask(
        async () => void (await shared.stonks_hold_turns(key, Math.ceil(ms))),
        () => Promise.resolve(),
      )
    },
  }
}

/** Asks Redis, and the other way where it does not answer; then not again for a while. */
function openDetour(outage: Outage) {
  let awayUntil = 0
  return async <T>(inRedis: () => Promise<T>, alone: () => Promise<T>): Promise<T> => {
    if (performance.now() < awayUntil) return alone()
    try {
      const answer = await inRedis()
      outage.over()
      return answer
    } catch (fault) {
      awayUntil = performance.now() + AWAY_MS
      outage.met(fault)
      return alone()
    }
  }
}
