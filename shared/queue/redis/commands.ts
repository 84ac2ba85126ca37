/** The queue's scripts as commands of a connection to Redis. */

import type { Redis } from 'ioredis'
import { ending } from './scripts/ending.ts'
import { taking } from './scripts/taking.ts'
import { turns } from './scripts/turns.ts'

type Script = { keys?: number; lua: string }
const scripts = { ...taking, ...ending, ...turns } satisfies Record<string, Script>

export type Argument = string | number
type Scripted = Record<`stonks_${keyof typeof scripts}`, (...args: Argument[]) => Promise<unknown>>

const defined = new WeakSet<Redis>()

/**
 * A connection with the scripts defined on it, once for each connection. One that gathers commands
 * into pipelines (`openRedis`) has them from its opening on: a pipeline begun before a script was
 * defined does not know it, fails as a whole, and ends the process.
 */
export function scripted(redis: Redis): Scripted {
  if (!defined.has(redis)) {
    for (const [name, { keys, lua }] of Object.entries<Script>(scripts)) {
      redis.defineCommand(`stonks_${name}`, { ...(keys ? { numberOfKeys: keys } : {}), lua })
    }
    defined.add(redis)
  }
  return redis as unknown as Scripted
}
