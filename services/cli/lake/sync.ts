/** `stonks lake sync`: Trino's tables, views and copies brought to what the lake holds. */

import { trinoSettings } from '#shared/clients/trino/settings.ts'
import { syncTrino, type TableSynced } from '#shared/clients/trino/sync.ts'
import { lakeTables } from '#shared/sql/lake/facts/all.ts'
import { readHeldFiles } from '#shared/sql/lake/files.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { readArgs, UsageError, type ExitCode } from '../command.ts'

/** What `--help` says of it. */
export const syncHelp = `sync      brings Trino up to date: a table over the files of each fact (<table>_versions), a view of what
          stands (<table>), columns and days that were added since, and, where there is a catalogue iceberg,
          a copy of every row with its snapshots. Done twice it does nothing; ended anywhere, the next run
          does what is left. Says of each table what it did; exits with 1 at one that it cannot mend.`

export async function runSync(args: string[]): Promise<ExitCode> {
  const { values } = readArgs(args, {
    options: { trino: { type: 'string' }, json: { type: 'boolean', default: false } },
  })
  const settings = trinoSettings(values.trino)
  if (!settings) throw new UsageError('sync takes --trino URL, or TRINO_URL in the environment')
  const sql = openPostgres(undefined, 2)
  const done: TableSynced[] = []
  try {
    await alone(sql, () =>
      syncTrino({
        settings,
        tables: lakeTables,
        held: (table) => readHeldFiles(sql, table),
        signal: new AbortController().signal,
        tell: (synced) => {
          done.push(synced)
          if (!values.json) console.log(describe(synced))
        },
      }),
    )
    if (values.json)
      console.log(
        JSON.stringify({
          tables: Object.fromEntries(done.map(({ table, ...rest }) => [table, rest])),
        }),
      )
    return 0
  } finally {
    await sql.end({ timeout: 2 })
  }
}

/** One at a time over one record: two would both copy what neither has noted yet. */
async function alone(sql: Sql, work: () => Promise<void>): Promise<void> {
  const session = await sql.reserve()
  try {
    await session`select pg_advisory_lock(hashtext('lake_sync'))`
    await work()
  } finally {
    await session`select pg_advisory_unlock_all()`
    session.release()
  }
}

function describe({ table, isMade, columnsAdded, daysAdded, copied }: TableSynced): string {
  const parts = [
    ...(isMade ? ['made'] : []),
    ...(columnsAdded.length > 0 ? [`columns added: ${columnsAdded.join(', ')}`] : []),
    ...(daysAdded > 0 ? [`${daysAdded} days added`] : []),
    ...(copied && copied.files > 0 ? [`${copied.rows} rows of ${copied.files} files copied`] : []),
  ]
  return `${table}: ${parts.join('; ') || 'up to date'}`
}
