/** A Redis database of one's own for a test file. */

import { Redis } from 'ioredis'
import { afterAll, inject } from 'vitest'

/** As many as a Redis has, without the first, which is anybody's. */
const EACH = 7

/** Opens a database that no file beside this one has, emptied. */
export async function openTestRedis(): Promise<{ url: string; redis: Redis }> {
  const url = inject('redisUrl').replace(/\/\d+$/, `/${ownNumber()}`)
  const redis = new Redis(url, { maxRetriesPerRequest: null })
  await redis.flushdb()
  afterAll(async () => {
    await redis.flushdb()
    redis.disconnect()
  })
  return { url, redis }
}

/**
 * The two workers have the odd and the even ones, and take one after the other, so that what a file
 * left running does not write into the next one's.
 */
function ownNumber(): number {
  const place = Number(process.env['VITEST_POOL_ID'])
  const turn = Number(process.env['VITEST_WORKER_ID'])
  if (place !== 1 && place !== 2)
    throw new RangeError(`Open a Redis database: expected worker 1 or 2, found ${place}`)
  return 2 * (turn % EACH) + place
}
