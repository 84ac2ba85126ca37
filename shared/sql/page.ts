/** How a list goes on after a row: by that row's own place, so that no page reads those before it. */

import { COUNT_MAX, type RowTotal, type Sort } from '../contracts/api/words.ts'
import { newYorkInstant, shiftDate } from '../domain/market/calendar.ts'
import { rowGone } from '../host/row-gone.ts'
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
  if (!row) throw rowGone()
}

/** A column of the row to go on after. */
export function placeOf(db: Db, { table, id }: Listed, column: string, after: string) {
  return db`(select ${db(column)} from ${db(table)} where ${db(id)} = ${after})`
}

/** Whether the words that a list is asked in order by say that it falls. */
export function isFalling(sort: Sort): boolean {
  return sort.startsWith('-')
}

/** Two columns of a list that rise or fall together, so that one index serves both ways. */
export function inOrder(
  db: Db,
  { as }: Listed,
  [first, second]: readonly [string, string],
  sort: Sort,
) {
  const way = isFalling(sort) ? db`desc` : db`asc`
  return db`order by ${db(`${as}.${first}`)} ${way}, ${db(`${as}.${second}`)} ${way}`
}

/** The condition that goes on after a row of a list in that order. */
export function goOnAfter(
  db: Db,
  listed: Listed,
  [first, second]: readonly [string, string],
  { after, sort }: { after?: string | undefined; sort: Sort },
) {
  if (after === undefined) return db``
  const place = (column: string) => placeOf(db, listed, column, after)
  const { as } = listed
  const beyond = isFalling(sort) ? db`<` : db`>`
  return db`and (${db(`${as}.${first}`)}, ${db(`${as}.${second}`)}) ${beyond} (${place(first)}, ${place(second)})`
}

/**
 * The same for a list whose moments fall while their rows rise by other columns, or the other way
 * round; `rows` names those columns.
 */
export function goOnWithin(
  db: Db,
  listed: Listed,
  [moment, rows]: readonly [string, readonly string[]],
  { after, sort }: { after?: string | undefined; sort: Sort },
) {
  if (after === undefined) return db``
  const place = (column: string) => placeOf(db, listed, column, after)
  const at = db(`${listed.as}.${moment}`)
  const [later, beyond] = isFalling(sort) ? [db`<`, db`>`] : [db`>`, db`<`]
  const tuple = (of: (column: string) => ReturnType<typeof place>) =>
    rows.map(of).reduce((all, one) => db`${all}, ${one}`)
  const own = tuple((column) => db`${db(`${listed.as}.${column}`)}`)
  return db`and ${at} ${later}= ${place(moment)}
    and (${at} ${later} ${place(moment)} or (${own}) ${beyond} (${tuple(place)}))`
}

/** The order of such a list. */
export function inOrderWithin(
  db: Db,
  { as }: Listed,
  [moment, rows]: readonly [string, readonly string[]],
  sort: Sort,
) {
  const [first, then] = isFalling(sort) ? [db`desc`, db`asc`] : [db`asc`, db`desc`]
  return rows.reduce(
    (all, column) => db`${all}, ${db(`${as}.${column}`)} ${then}`,
    db`order by ${db(`${as}.${moment}`)} ${first}`,
  )
}

/** Days of New York, the last one too. */
export type AskedDays = { from?: string | undefined; to?: string | undefined }

/** The condition that a row's moment lies within these days. */
export function withinDays(db: Db, column: string, { from, to }: AskedDays) {
  const at = db(column)
  return db`
    ${from === undefined ? db`` : db`and ${at} >= ${newYorkInstant(from, '00:00')}`}
    ${to === undefined ? db`` : db`and ${at} < ${newYorkInstant(shiftDate(to, 1), '00:00')}`}`
}

/** Counts the rows of a statement, no more of them than COUNT_MAX. */
export async function countUpTo(db: Db, rows: ReturnType<Db>): Promise<RowTotal> {
  const [counted] = await db<[{ count: number }]>`
    select count(*)::integer as count from (${rows} limit ${COUNT_MAX + 1}) as counted`
  const { count } = counted
  return { count: Math.min(count, COUNT_MAX), isMore: count > COUNT_MAX }
}
