/** One batch of retention: looks at the next rows past their window, and takes away what may go. */

import type { Db } from '../open.ts'

type Fragment = ReturnType<Db>

/** What is looked at, by which time, and how much of it goes. */
export type Rule = {
  /** Table and time column that are walked along, oldest first, and its key. */
  walks: { table: string; time: string; key: string }
  /** Where the rows that go are, if not there; they share the key. */
  from?: string
  /** Which of them stay, as a condition on `row`. */
  keeps(db: Db): Fragment
  /** Rows that go with them, by their key. */
  takes?: string
}

export type Batch = { looked: number; gone: number }

/** How many days until a walk begins at the beginning again, for what came late. */
const AGAIN_DAYS = 30

/**
 * Looks at up to `most` rows (and all of the same moment) older than `until`, and goes on from there
 * the next time. One statement, and so one transaction: killed, it was not.
 */
export async function takeBatch(
  db: Db,
  name: string,
  rule: Rule,
  { until, now, most }: { until: Date; now: Date; most: number },
): Promise<Batch> {
  const { table, time, key } = rule.walks
  // The key of a table of several accounts is that of one row in each, and those may be young.
  const ofItsAge = rule.from ? db`` : db`and row.${db(time)} = looked.at`
  const again = db`began_at > ${now}::timestamptz - ${AGAIN_DAYS} * interval '1 day'`
  const [row] = await db<Batch[]>`
    with mark as (select reached, began_at from retention_marks where rule = ${name} and ${again}),
    looked as materialized (
      select ${db(key)} as id, ${db(time)} as at from ${db(table)}
      where ${db(time)} > coalesce((select reached from mark), '-infinity') and ${db(time)} < ${until}
      order by ${db(time)} fetch first ${most} rows with ties
    ),
    gone as (
      delete from ${db(rule.from ?? table)} as row using looked
      where row.${db(key)} = looked.id and not (${rule.keeps(db)}) ${ofItsAge}
      returning row.${db(key)} as id
    ),
    taken as (${
      rule.takes
        ? db`delete from ${db(rule.takes)} using gone where ${db(rule.takes)}.${db(key)} = gone.id returning 1`
        : db`select 1 where false`
    }),
    moved as (
      insert into retention_marks (rule, reached, began_at)
      select ${name}, max(at), coalesce((select began_at from mark), ${now}) from looked having count(*) > 0
      on conflict (rule) do update set reached = excluded.reached, began_at = excluded.began_at
    )
    select (select count(*) from looked) as looked,
      (select count(*) from gone) + (select count(*) from taken) as gone`
  return row!
}
