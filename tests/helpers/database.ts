/** A database of one's own for a test file, cloned from the migrated template. */

import { randomBytes } from 'node:crypto'
import { afterAll, inject } from 'vitest'
import { openPostgres, type Sql } from '#shared/sql/open.ts'

export type TestDatabase = { url: string; sql: Sql }

/** Clones the template; the clone is dropped when the test file is done. */
export function cloneDatabase(): Promise<TestDatabase> {
  return makeDatabase('stonks')
}

/** A database on which no migration has run, dropped like a clone. */
export function emptyDatabase(): Promise<TestDatabase> {
  return makeDatabase('template0')
}

async function makeDatabase(from: string): Promise<TestDatabase> {
  const template = inject('postgresUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = openPostgres(template.replace(/\/stonks$/, '/postgres'), 1)
  await admin.unsafe(`create database ${name} template ${from}`)
  const url = template.replace(/\/stonks$/, `/${name}`)
  const sql = openPostgres(url, 8)
  afterAll(async () => {
    await sql.end({ timeout: 2 })
    await admin.unsafe(`drop database if exists ${name} with (force)`)
    await admin.end()
  })
  return { url, sql }
}
