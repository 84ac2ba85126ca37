/** Appends that an earlier sync left to Trino when it was killed: they go on there, and would come beside our own. */

import { setTimeout as wait } from 'node:timers/promises'
import { wordOf } from './exact-json.ts'
import { fullName, ICEBERG, quoteText, versionsOf } from './names.ts'
import type { RunTrino } from './table-sync.ts'

const OVER = `state in ('FINISHED', 'FAILED')`
const TRIES_MAX = 600
const TRY_MS = 500

/** What an append to a table's copy begins with, and nothing else does. */
export const appendTo = (table: string): string =>
  `insert into ${fullName(ICEBERG, versionsOf(table))} `

/**
 * Ends appends to these tables, and waits until they are over. One that has committed stays for minutes, since nobody
 * fetches its answer, and what it wrote stays for good.
 *
 * @throws Error where they go on for minutes.
 */
export async function endLeftBehind(run: RunTrino, tables: readonly string[]): Promise<void> {
  const wanted = tables.map(appendTo)
  const found = await run(
    `select query_id, query from system.runtime.queries where not ${OVER} and query like 'insert into "iceberg".%'`,
  )
  const left = found.filter(([, text]) => wanted.some((begin) => wordOf(text).startsWith(begin)))
  const ids = left.map(([id]) => quoteText(wordOf(id)))
  if (ids.length === 0) return
  for (const id of ids)
    // It may be over by now, or not be ours to end; then it is waited for.
    await run(`call system.runtime.kill_query(${id}, 'the sync that began it is gone')`).catch(
      () => undefined,
    )
  for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
    const still = await run(
      `select query_id from system.runtime.queries where not ${OVER} and query_id in (${ids.join(', ')})`,
    )
    if (still.length === 0) return
    await wait(TRY_MS)
  }
  throw new Error(
    `Sync: an append that an earlier one began goes on in Trino (${ids.join(', ')}): end it there`,
  )
}
