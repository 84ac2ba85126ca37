/**
 * `npm run schema`: writes migrations/schema.sql, from a database of its own that ran every migration,
 * and the name of the newest into the code that waits for it.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgres } from '#shared/sql/open.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { describeSchema } from '#shared/sql/schema/snapshot.ts'
import { freePorts } from './embedded/ports.ts'
import { startPostgres, throwaway } from './embedded/postgres.ts'

const SNAPSHOT = new URL('../../migrations/schema.sql', import.meta.url)
const VERSION = new URL('../../shared/sql/schema/version.ts', import.meta.url)

const folder = mkdtempSync(join(tmpdir(), 'stonks-schema-'))
const [port] = (await freePorts(1)) as [number]
const postgres = await startPostgres(join(folder, 'data'), port, throwaway)
const sql = openPostgres(postgres.url, 1)
try {
  const ran = await migrate(sql)
  writeFileSync(SNAPSHOT, await describeSchema(sql))
  writeFileSync(VERSION, versionOf(ran.at(-1)!))
  console.log(`migrations/schema.sql is written: ${ran.length} migrations, the last ${ran.at(-1)}`)
} finally {
  await sql.end()
  await postgres.stop('immediate')
  rmSync(folder, { recursive: true, force: true })
}

/** Written whole, so that it is mended where a merge left it in pieces. */
function versionOf(newest: string): string {
  return [
    '/** The newest migration that this code needs; `npm run schema` writes it, a test holds it. */',
    '',
    `export const SCHEMA_NEEDED = '${newest}'`,
    '',
  ].join('\n')
}
