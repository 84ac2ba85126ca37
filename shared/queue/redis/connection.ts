/** The one way to Redis. A client waits for a server that is away, and never crashes over it. */

import { Redis, type RedisOptions } from 'ioredis'
import { readEnv, withPassword } from '../../host/env.ts'
import { holdsPassword, keyedAddress } from '../../host/keyed-address.ts'
import { messageOf } from '../../host/faults.ts'
import type { Logger } from '../../host/log.ts'
import { openOutage } from '../../host/outage.ts'
import { scripted } from './commands.ts'

export type { Redis }

/** How a client that gives up early differs from one that waits. */
type Manners = Pick<
  RedisOptions,
  | 'lazyConnect'
  | 'connectTimeout'
  | 'retryStrategy'
  | 'commandTimeout'
  | 'maxRetriesPerRequest'
  | 'enableReadyCheck'
>

/** For those who have another way when it does not answer; they ask for no more than their keys. */
export const SOON: Manners = {
  commandTimeout: 1_000,
  maxRetriesPerRequest: 0,
  enableReadyCheck: false,
}

const RETRY_MS_MAX = 1_000

/**
 * Connects at once and again after every loss; commands wait for the connection meanwhile. A URL
 * without a password is given REDIS_PASSWORD; `rediss://` is TLS, its certificate checked.
 */
export function openRedis(url: string = readEnv('REDIS_URL'), changes: Manners = {}): Redis {
  const ca = readEnv('REDIS_CA')
  const whole = withPassword(url, 'REDIS_PASSWORD')
  if (holdsPassword(whole)) keyedAddress('REDIS_URL', whole)
  const redis = new Redis(whole, {
    maxRetriesPerRequest: null,
    enableAutoPipelining: true,
    retryStrategy: (attempt) => Math.min(RETRY_MS_MAX, 25 * 2 ** Math.min(attempt, 6)),
    ...(ca && url.startsWith('rediss:') ? { tls: { ca } } : {}),
    ...changes,
  })
  scripted(redis)
  // Without a listener ioredis prints each failed attempt; /ready tells that Redis is away.
  redis.on('error', () => undefined)
  return redis
}

/**
 * Waits until Redis answers; for programs that would rather say no than wait.
 *
 * @throws Error when it does not within `ms`, with what stood in the way.
 */
export async function reachRedis(redis: Redis, ms = 3_000): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let obstacle = 'REDIS_URL says where'
  const notice = (fault: Error) => {
    obstacle = messageOf(fault)
  }
  redis.on('error', notice)
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Reach Redis: no answer in ${ms / 1_000} s: ${obstacle}`)),
      ms,
    )
  })
  await Promise.race([redis.ping(), late]).finally(() => {
    clearTimeout(timer)
    redis.off('error', notice)
  })
}

/** Ends a client, politely if the server is there. */
export async function closeRedis(redis: Redis): Promise<void> {
  if (redis.status === 'ready') await redis.quit().catch(() => undefined)
  redis.disconnect()
}

/** Says when Redis is away and when it is back; commands wait for it meanwhile. */
export function tellOutages(redis: Redis, log: Logger): void {
  const outage = openOutage(log, { begins: 'waiting for Redis', ends: 'Redis answers again' })
  let fault = new Error('the connection was closed')
  redis.on('error', (found: Error) => {
    fault = found
  })
  // Not "close", which comes of an end that was asked for too.
  redis.on('reconnecting', () => outage.met(fault))
  redis.on('ready', () => outage.over())
}
