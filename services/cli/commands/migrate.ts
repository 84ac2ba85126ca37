/** `stonks migrate`: brings the database to the newest schema. */

import { readMigrationHistory, type PastMigration } from '#shared/sql/schema/history.ts'
import type { RolePasswords } from '#shared/sql/schema/apply-rights.ts'
import { databaseRoles, type DatabaseRole } from '#shared/sql/schema/rights.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { readEnv } from '#shared/host/env.ts'
import { readArgs, type Command } from '../command.ts'

export const command: Command = {
  name: 'migrate',
  summary: 'bring the database to the newest schema',
  help: `Usage: stonks migrate [--json]

Runs every file of migrations/ that this database has not run, in order, each in a transaction of
its own. A second run does nothing. A schema of a newer release is left as it is, with a warning;
where that release broke it for this one, it is refused. The database is DATABASE_URL.

Options
  --list   change nothing: print what has run, when, and what it broke for older releases
  --json   print {"ran": [names]} instead of lines; with --list, objects

Example
  stonks migrate`,
  async run(args) {
    const flag = { type: 'boolean', default: false } as const
    const { values } = readArgs(args, { options: { json: flag, list: flag } })
    const sql = openPostgres(undefined, 1)
    try {
      if (values.list) {
        const ran = await readMigrationHistory(sql)
        if (values.json) console.log(JSON.stringify({ ran }))
        else for (const one of ran) console.log(inWords(one))
        return 0
      }
      const ran = await migrate(sql, {
        say: (words) => console.error(words),
        passwords: readRolePasswords(),
      })
      if (values.json) console.log(JSON.stringify({ ran }))
      else if (ran.length === 0) console.log('The schema is up to date.')
      else for (const name of ran) console.log(`ran ${name}`)
      return 0
    } finally {
      await sql.end({ timeout: 2 })
    }
  },
}

/** Those that the environment names, by role. */
function readRolePasswords(): RolePasswords {
  const named = databaseRoles.flatMap((role) => {
    const password = readEnv(`POSTGRES_PASSWORD_${suffixOf(role)}`)
    return password === '' ? [] : [[role, password] as const]
  })
  return Object.fromEntries(named)
}

type Suffix<Role> = Role extends `stonks_${infer Name}` ? Uppercase<Name> : never

function suffixOf(role: DatabaseRole): Suffix<DatabaseRole> {
  return role.slice('stonks_'.length).toUpperCase() as Suffix<DatabaseRole>
}

function inWords({ name, ranAt, breaks }: PastMigration): string {
  return `${name}  ${ranAt.toISOString()}${breaks === null ? '' : `  breaks older code: ${breaks}`}`
}
