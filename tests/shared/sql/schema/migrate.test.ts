import { expect, test } from 'vitest'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql } = await cloneDatabase()

test('runs nothing a second time', async () => {
  expect(await migrate(sql)).toEqual([])
})

test('refuses a file that changed after it ran', async () => {
  await sql`update migrations set checksum = 'other' where name = '0001-jobs.sql'`
  await expect(migrate(sql)).rejects.toThrow(
    '0001-jobs.sql has run on this database and must never change',
  )
})
