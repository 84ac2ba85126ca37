/** What ran on a database, read without changing anything. */

import type { Db } from '../open.ts'

export type PastMigration = { name: string; ranAt: Date; breaks: string | null }

const UNDEFINED_TABLE = '42P01'

/** In order; none where no migration ever ran. */
export async function readMigrationHistory(db: Db): Promise<PastMigration[]> {
  try {
    // Through JSON, since the column is younger than the table.
    return await db<PastMigration[]>`
      select name, ran_at, to_jsonb(migrations) ->> 'breaks' as breaks
      from migrations order by name collate "C"`
  } catch (fault) {
    if ((fault as { code?: string }).code === UNDEFINED_TABLE) return []
    throw fault
  }
}
