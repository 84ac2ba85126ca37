/** Hears which lists got work; a lost word costs only the time until somebody looks. */

import type { Redis } from './connection.ts'
import { WAKE_CHANNEL } from './keys.ts'

/** Calls `woken` with the name of each list that got work, on a connection of its own. */
export function listenForWakes(redis: Redis, woken: (list: string) => void): Redis {
  // One that is subscribed may do nothing else.
  const ear = redis.duplicate()
  ear.on('error', () => undefined)
  ear.on('message', (_channel: string, list: string) => woken(list))
  void ear.subscribe(WAKE_CHANNEL).catch(() => undefined)
  return ear
}
