/** A Redis database number of one's own for a test file. */

import { Redis } from 'ioredis'
import { afterAll, inject } from 'vitest'

/** Opens database `number`, emptied; give each test file that runs beside others its own. */
export async function openTestRedis(number: number): Promise<{ url: string; redis: Redis }> {
  const url = inject('redisUrl').replace(/\/\d+$/, `/${number}`)
  const redis = new Redis(url, { maxRetriesPerRequest: null })
  await redis.flushdb()
  afterAll(async () => {
    await redis.flushdb()
    redis.disconnect()
  })
  return { url, redis }
}
