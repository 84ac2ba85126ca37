import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readMigrations } from '#shared/sql/schema/files.ts'
import { SCHEMA_NEEDED } from '#shared/sql/schema/version.ts'

test('every file of migrations/ has a place of its own', async () => {
  const names = (await readMigrations()).map(({ name }) => name)
  expect([...names, 'schema.sql']).toEqual(readdirSync('migrations').sort())
})

test('the code waits for the newest migration; else run "npm run schema"', async () => {
  expect(SCHEMA_NEEDED).toBe((await readMigrations()).at(-1)?.name)
})
