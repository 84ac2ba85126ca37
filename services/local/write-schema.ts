/** `npm run schema`: writes migrations/schema.sql, from a database of its own that ran every migration. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgres } from '#shared/sql/open.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { describeSchema } from '#shared/sql/schema/snapshot.ts'
import { freePorts } from './embedded/ports.ts'
import { startPostgres, throwaway } from './embedded/postgres.ts'

const FILE = new URL('../../migrations/schema.sql', import.meta.url)

const folder = mkdtempSync(join(tmpdir(), 'stonks-schema-'))
const [port] = (await freePorts(1)) as [number]
const postgres = await startPostgres(join(folder, 'data'), port, throwaway)
const sql = openPostgres(postgres.url, 1)
try {
  const ran = await migrate(sql)
  writeFileSync(FILE, await describeSchema(sql))
  console.log(`migrations/schema.sql is written: ${ran.length} migrations, the last ${ran.at(-1)}`)
} finally {
  await sql.end()
  await postgres.stop('immediate')
  rmSync(folder, { recursive: true, force: true })
}
