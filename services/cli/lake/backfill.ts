/** Has rows written to the lake that were there before it, or whose files are lost. */

import { newYorkDate, shiftDate } from '#shared/domain/market/calendar.ts'
import { noteDays } from '#shared/sql/lake/changes.ts'
import type { LakeTable } from '#shared/sql/lake/facts/fact.ts'
import { readDaySpan } from '#shared/sql/lake/read-rows.ts'
import type { Sql } from '#shared/sql/open.ts'

const SLICE_DAYS = 31

/** Notes all rows of the New York days [from, to] as changed; without bounds those of all days. How many there are. */
export async function backfillTable(
  sql: Sql,
  table: LakeTable,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): Promise<number> {
  const span = await readDaySpan(sql, table)
  if (!span) return 0
  const last = to && to < span.to ? to : span.to
  let noted = 0
  for (let day = from && from > span.from ? from : span.from; day <= last;) {
    const sliceEnd = shiftDate(day, SLICE_DAYS - 1)
    noted += await noteDays(sql, table, { from: day, to: sliceEnd < last ? sliceEnd : last })
    day = shiftDate(sliceEnd, 1)
  }
  return noted
}

/** @throws RangeError of what is no day. */
export function dayOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const at = new Date(`${text}T12:00:00Z`)
  const isMoment = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime())
  if (isMoment && newYorkDate(at) === text) return text
  throw new RangeError(`expected a day such as 2019-05-01, found "${text}"`)
}
