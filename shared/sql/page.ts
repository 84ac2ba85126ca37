/** How a list goes on after a row: by that row's own place, so that no page reads those before it. */

import { Refusal } from '../host/refusal.ts'
import type { Db } from './open.ts'

/** A table whose rows are listed, by which name a query knows it, and the column that names a row. */
export type Listed = { table: string; as: string; id: string }

/**
 * Sees to it that the row to go on after is there, where there is one.
 *
 * @throws Refusal 409 `row_gone` where it went meanwhile: the list must be begun anew.
 */
export async function askRow(db: Db, { table, id }: Listed, after?: string): Promise<void> {
  if (after === undefined) return
  const [row] = await db`select 1 from ${db(table)} where ${db(id)} = ${after}`
  if (!row)
    throw new Refusal(409, 'The row to go on after is gone: begin the list anew', 'row_gone')
}

/** A column of the row to go on after. */
export function placeOf(db: Db, { table, id }: Listed, column: string, after: string) {
  return db`(select ${db(column)} from ${db(table)} where ${db(id)} = ${after})`
}

/** The condition that goes on after a row of a list that is ordered by two columns, both falling. */
export function goOnAfter(
  db: Db,
  listed: Listed,
  [first, second]: readonly [string, string],
  after: string | undefined,
) {
  if (after === undefined) return db``
  const place = (column: string) => placeOf(db, listed, column, after)
  const { as } = listed
  return db`and (${db(`${as}.${first}`)}, ${db(`${as}.${second}`)}) < (${place(first)}, ${place(second)})`
}
