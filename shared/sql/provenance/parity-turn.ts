/** Table `parity_turn`: one process at a time replays a day, of all that share the database. */

import { randomUUID } from 'node:crypto'
import type { Db } from '../open.ts'

/** Beyond the time that a replay may take: what it does as it ends takes time too. */
const SLACK_MS = 60_000

type Turn<T> = { isTaken: true; made: T } | { isTaken: false }

/** Does `work`, that takes `mostMs` at most, where no other process has the turn; one that died has it until then. */
export async function inParityTurn<T>(
  db: Db,
  mostMs: number,
  work: () => Promise<T>,
): Promise<Turn<T>> {
  const holder = randomUUID()
  const { count } = await db`
    update parity_turn set holder = ${holder},
      held_until = clock_timestamp() + ${mostMs + SLACK_MS} * interval '1 ms'
    where held_until <= clock_timestamp()`
  if (count === 0) return { isTaken: false }
  try {
    return { isTaken: true, made: await work() }
  } finally {
    await db`update parity_turn set held_until = '-infinity' where holder = ${holder}`
  }
}
