/** Ends waits early, where business time stands still meanwhile and nobody gains by them: in a replay. */

import { scripted } from './commands.ts'
import type { Redis } from './connection.ts'
import { heldKeys, QUEUE_PREFIX, rateLimitKey, WAKE_CHANNEL } from './keys.ts'

/** Returns a stage's jobs that wait for their back-off, or were put off, to their lists; gives how many. */
export async function hasten(redis: Redis, stage: string, deliveriesMax: number): Promise<number> {
  const { leases, holders, inFlight, deliveries } = heldKeys(stage)
  return Number(
    await scripted(redis).stonks_hasten(
      leases,
      holders,
      inFlight,
      deliveries,
      deliveriesMax,
      QUEUE_PREFIX,
      WAKE_CHANNEL,
    ),
  )
}

/** Lets vendors be asked at once that want to be left alone. */
export async function endHolds(redis: Redis): Promise<void> {
  for await (const keys of redis.scanStream({ match: rateLimitKey('*:held') }))
    if (keys.length > 0) await redis.del(...(keys as string[]))
}
