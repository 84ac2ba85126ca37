/** `stonks migrate`: brings the database to the newest schema. */

import { migrate } from '#shared/sql/schema/migrate.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { readArgs, type Command } from '../command.ts'

export const command: Command = {
  name: 'migrate',
  summary: 'bring the database to the newest schema',
  help: `Usage: stonks migrate [--json]

Runs every file of migrations/ that this database has not run, in order, each in a transaction of
its own. A second run does nothing. A schema of a newer release is left as it is, with a warning;
where that release broke it for this one, it is refused. The database is DATABASE_URL.

Options
  --json   print {"ran": [names]} instead of lines

Example
  stonks migrate`,
  async run(args) {
    const { values } = readArgs(args, { options: { json: { type: 'boolean', default: false } } })
    const sql = openPostgres(undefined, 1)
    try {
      const ran = await migrate(sql, { say: (words) => console.error(words) })
      if (values.json) console.log(JSON.stringify({ ran }))
      else if (ran.length === 0) console.log('The schema is up to date.')
      else for (const name of ran) console.log(`ran ${name}`)
      return 0
    } finally {
      await sql.end({ timeout: 2 })
    }
  },
}
