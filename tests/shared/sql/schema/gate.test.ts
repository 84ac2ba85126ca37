import { expect, test } from 'vitest'
import { openLog } from '#shared/host/log.ts'
import { NotReady } from '#shared/host/faults.ts'
import { openSchemaGate } from '#shared/sql/schema/gate.ts'
import { SCHEMA_NEEDED } from '#shared/sql/schema/version.ts'
import { cloneDatabase, emptyDatabase } from '../../../helpers/database.ts'

const log = openLog('test')
log.level = 'silent'

test('passes where the schema is there, and asks no second time', async () => {
  const { sql } = await cloneDatabase()
  const gate = openSchemaGate(sql, log)
  await gate.pass()
  await sql`drop table migrations`
  await gate.pass()
})

test('says what an older schema waits for, until it is there', async () => {
  const { sql } = await emptyDatabase()
  const gate = openSchemaGate(sql, log, '0002-two.sql')
  await expect(gate.pass()).rejects.toThrow(
    new NotReady('the schema is not there yet, this needs 0002-two.sql: it waits for "migrate"'),
  )
  await sql`create table migrations (name text, checksum text, ran_at timestamptz default now())`
  await sql`insert into migrations values ('0001-one.sql')`
  await expect(gate.pass()).rejects.toThrow(
    'the schema is at 0001-one.sql, this needs 0002-two.sql',
  )
  await sql`insert into migrations values ('0002-two.sql')`
  await gate.pass()
})

test('a newer schema passes with one warning a process; one that breaks the code shuts what was open', async () => {
  const { sql } = await cloneDatabase()
  const warned: string[] = []
  const gate = openSchemaGate(sql, { warn: (words: string) => warned.push(words) } as never)
  await gate.pass()
  await sql`insert into migrations values ('9001-adds.sql', '')`
  await Promise.all([gate.look(), gate.look()])
  const other = openSchemaGate(sql, { warn: (words: string) => warned.push(words) } as never)
  await Promise.all([other.pass(), other.pass(), other.pass()])
  await other.look()
  const warning = `the schema is at 9001-adds.sql, newer than ${SCHEMA_NEEDED} of this release: it only adds`
  expect(warned).toEqual([warning, warning])
  await sql`insert into migrations (name, checksum, breaks) values ('9002-breaks.sql', '', 'a column is gone')`
  await gate.pass()
  await expect(gate.look()).rejects.toThrow('9002-breaks.sql of a newer release has run')
  await expect(gate.pass()).rejects.toThrow('a column is gone')
})

test('what PostgreSQL is away for is no word on the schema', async () => {
  const { sql } = await cloneDatabase()
  await sql`alter table migrations rename column name to other`
  const fault: unknown = await openSchemaGate(sql, log)
    .pass()
    .catch((thrown: unknown) => thrown)
  expect(fault).not.toBeInstanceOf(NotReady)
})
