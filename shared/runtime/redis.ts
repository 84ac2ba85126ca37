/** The one way to Redis. A client waits for a server that is away, and never crashes over it. */

import { Redis } from 'ioredis'
import { readEnv } from './env.ts'

export type { Redis }

const RETRY_MS_MAX = 1_000

/** Connects at once and again after every loss; commands wait for the connection meanwhile. */
export function openRedis(url: string = readEnv('REDIS_URL')): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    enableAutoPipelining: true,
    retryStrategy: (attempt) => Math.min(RETRY_MS_MAX, 25 * 2 ** Math.min(attempt, 6)),
  })
  // Without a listener ioredis prints each failed attempt; /ready tells that Redis is away.
  redis.on('error', () => undefined)
  return redis
}

/**
 * Waits until Redis answers; for programs that would rather say no than wait.
 *
 * @throws Error when it does not within `ms`.
 */
export async function reachRedis(redis: Redis, ms = 3_000): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Reach Redis: no answer in ${ms / 1_000} s. REDIS_URL says where`)),
      ms,
    )
  })
  await Promise.race([redis.ping(), late]).finally(() => clearTimeout(timer))
}

/** Ends a client, politely if the server is there. */
export async function closeRedis(redis: Redis): Promise<void> {
  if (redis.status === 'ready') await redis.quit().catch(() => undefined)
  redis.disconnect()
}
