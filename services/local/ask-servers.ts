/** Asks a database or a Redis which it is, as `up` does before it builds on one and `doctor` for its list. */

import { openRedis } from '#shared/queue/redis/connection.ts'
import { openPostgres } from '#shared/sql/open.ts'

const POSTGRES_MIN = 150_000
const REDIS_MIN = 7
const CONNECT_MS = 5_000

/** @throws Error where it refuses, or is too old. */
export async function askDatabase(url: string): Promise<string> {
  const sql = openPostgres(url, 1)
  try {
    const [row] = await sql<{ number: string; words: string }[]>`
      select current_setting('server_version_num') as number, current_setting('server_version') as words`
    if (Number(row?.number) < POSTGRES_MIN)
      throw new Error(`expected PostgreSQL 15 or newer, found ${row?.words}`)
    return `PostgreSQL ${row?.words}`
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** @throws Error where it refuses, or is too old. */
export async function askRedis(url: string): Promise<string> {
  const redis = openRedis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: CONNECT_MS,
  })
  // The rejection says only that the connection is closed; why, the event tells.
  let why: Error | undefined
  redis.on('error', (fault: Error) => {
    why = fault
  })
  try {
    await redis.connect().catch((fault: unknown) => {
      throw why ?? fault
    })
    const info = await redis.info('server')
    const version = /(?:valkey_version|redis_version):(\S+)/.exec(info)?.[1] ?? 'unknown'
    if (!(Number(version.split('.')[0]) >= REDIS_MIN))
      throw new Error(`expected Redis 7 or newer, found ${version}`)
    return `Redis protocol, version ${version}`
  } finally {
    redis.disconnect()
  }
}
