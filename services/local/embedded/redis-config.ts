/** What an embedded Redis is told, through its standard input: passwords are no arguments. */

import { createHash } from 'node:crypto'
import { queueUsers, type QueueUser } from '#shared/queue/redis/rights.ts'

/** May everything; for who started the server. */
export const REDIS_OWNER = 'house'

export type RedisPasswords = Record<QueueUser | typeof REDIS_OWNER, string>

/** Lines that name each user with rights; who does not say a name has none. */
function aclLines(passwords: RedisPasswords): string[] {
  const rules: Record<keyof RedisPasswords, string> = {
    [REDIS_OWNER]: '~* &* +@all',
    ...queueUsers,
  }
  const lines = Object.entries(rules).map(([name, rule]) => {
    const digest = createHash('sha256')
      .update(passwords[name as keyof RedisPasswords])
      .digest('hex')
    return `user ${name} reset on #${digest} ${rule}`
  })
  // Last: it is the default user who makes the others.
  return [...lines, 'user default reset off']
}

/** A whole configuration: in memory, on loopback. */
export function redisConfig(port: number, passwords: RedisPasswords): string {
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    'save ""',
    'appendonly no',
    'maxmemory-policy noeviction',
    ...aclLines(passwords),
  ]
  return `${lines.join('\n')}\n`
}
