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

/** What the release before may stand on, taken away. */
const TAKES_AWAY =
  /\bdrop\s+(?:table|column|view|function|type|default)\b|\brename\b|\bset\s+not\s+null\b|\balter\s+column\s+\w+\s+type\b|\bdrop\s+constraint\s+\w+_(?:pkey|key)\b/i
const SAYS = /^-- (?:breaks|works with) older code: \S/m
/** The last that was written before they had to say. */
const LAST_SILENT = '0131-readings.sql'

const isSilent = (text: string) =>
  TAKES_AWAY.test(text.replaceAll(/--.*$/gm, '')) && !SAYS.test(/^(?:--.*\n)*/.exec(text)![0])

test('a migration that takes something away says what that does to older code', async () => {
  const files = (await readMigrations()).filter(({ name }) => name > LAST_SILENT)
  expect(files.filter(({ text }) => isSilent(text)).map(({ name }) => name)).toEqual([])
})

test.each([
  ['alter table jobs drop column reason;', true],
  ['-- A rest.\nALTER TABLE jobs\n  ALTER COLUMN swept SET NOT NULL;', true],
  ['alter table jobs rename to works;', true],
  ['alter table jobs add column more text;\n-- drop table jobs', false],
  ['-- breaks older code: jobs are gone\ndrop table jobs;', false],
  ['-- works with older code: nothing reads it\ndrop table jobs;', false],
])('%j is silent: %s', (text, silent) => expect(isSilent(text)).toBe(silent))
