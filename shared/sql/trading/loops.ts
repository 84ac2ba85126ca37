/** Table `trading_loops`: when each of the engine's loops last ran, and whether it went well. */

import { plainText } from '../../domain/document/text/cut.ts'
import type { Db } from '../open.ts'

const SAID_MAX = 500

/** Says that a loop begins. */
export async function beginLoop(db: Db, loop: string, everySeconds: number, now: Date) {
  await db`
    insert into trading_loops (loop, every_seconds, began_at) values (${loop}, ${everySeconds}, ${now})
    on conflict (loop) do update set every_seconds = excluded.every_seconds, began_at = excluded.began_at
  `
}

/** Says how it went; `said` is null where it went well. */
export async function endLoop(db: Db, loop: string, said: string | null, now: Date): Promise<void> {
  await db`
    update trading_loops set said = ${said === null ? '' : plainText(said, SAID_MAX)},
      good_at = case when ${said === null} then ${now} else good_at end,
      failures = case when ${said === null} then 0 else failures + 1 end
    where loop = ${loop}
  `
}
