/** As whom each child comes to the servers that this platform started. */

import { isSet } from '#shared/host/env.ts'
import { queueUsers, type QueueUser } from '#shared/queue/redis/rights.ts'
import { databaseRoles } from '#shared/sql/schema/rights.ts'
import type { Doors } from './child-env.ts'
import { postgresUrl } from './embedded/postgres.ts'
import { redisUrl } from './embedded/redis.ts'
import { redisPasswords, type Drawn } from './secrets.ts'
import type { Ports } from './settings.ts'

/** Nobody's where the environment names a server: then it says as whom everybody comes. */
export function doorsOf(drawn: Drawn, ports: Ports): Doors {
  const doors: Doors = {}
  if (!isSet('DATABASE_URL')) {
    const urls = databaseRoles.map((role) => [role, postgresUrl(ports.postgres, role, drawn[role])])
    doors.database = Object.fromEntries(urls) as NonNullable<Doors['database']>
  }
  if (!isSet('REDIS_URL')) {
    const passwords = redisPasswords(drawn)
    const as = (user: QueueUser) => redisUrl(ports.redis, user, passwords[user])
    const users = Object.keys(queueUsers) as QueueUser[]
    doors.queues = Object.fromEntries(users.map((user) => [user, as(user)])) as Doors['queues'] & {}
  }
  return doors
}
