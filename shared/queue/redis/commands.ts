/** The queue's scripts as commands of a connection to Redis. */

import type { Redis } from './connection.ts'
import { ending } from './scripts/ending.ts'
import { taking } from './scripts/taking.ts'

const scripts = { ...taking, ...ending }

export type Argument = string | number
type Scripted = Record<`stonks_${keyof typeof scripts}`, (...args: Argument[]) => Promise<unknown>>

const defined = new WeakSet<Redis>()

/** A connection with the scripts defined on it, once for each connection. */
export function scripted(redis: Redis): Scripted {
  if (!defined.has(redis)) {
    for (const [name, { keys, lua }] of Object.entries(scripts)) {
      redis.defineCommand(`stonks_${name}`, { numberOfKeys: keys, lua })
    }
    defined.add(redis)
  }
  return redis as unknown as Scripted
}
