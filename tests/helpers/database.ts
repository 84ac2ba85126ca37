/** A database of one's own for a test file, cloned from the migrated template. */

import { randomBytes } from 'node:crypto'
import { afterAll, inject } from 'vitest'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import type { DatabaseRole } from '#shared/sql/schema/rights.ts'

export type TestDatabase = {
  url: string
  /** As the owner, who may everything: for what a test puts there and looks at. */
  sql: Sql
  /** As a program comes to it: for what is tested. */
  as(role: DatabaseRole): Sql
}

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
  const others: Sql[] = []
  afterAll(async () => {
    await Promise.all([sql, ...others].map((one) => one.end({ timeout: 2 })))
    const drop = `drop database if exists ${name}`
    // A worker of autovacuum belongs to the superuser, whom force may not end; without force it is sent away.
    await admin.unsafe(`${drop} with (force)`).catch(() => admin.unsafe(drop))
    await admin.end()
  })
  const as = (role: DatabaseRole) => {
    const address = new URL(url)
    address.username = role
    address.password = inject('rolePassword')
    const other = openPostgres(address.href, 4)
    others.push(other)
    return other
  }
  return { url, sql, as }
}
