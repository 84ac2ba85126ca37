import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { lakeTables } from '#shared/sql/lake/facts/all.ts'
import { shippedQuestions } from '#shared/sql/lake/questions/all.ts'
import { UsageError } from '../../../services/cli/command.ts'
import { command } from '../../../services/cli/commands/sql.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openLakeRig } from '../../helpers/lake.ts'

const { url, sql, as } = await cloneDatabase()
const NOW = new Date('2026-01-01T00:00:00Z')
const HASH = '0'.repeat(64)
const folder = mkdtempSync(join(tmpdir(), 'stonks-sql-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeAll(async () => {
  await sql`insert into documents (document_id, source_type, document_type, content_hash, raw_bucket, raw_key, raw_sha256, title, published_at, ingested_at, status_at)
    values ('d0000000-0000-4000-8000-000000000001', 'news_api', 'article', ${HASH}, 'b', 'k', ${HASH}, 'Über, "all"', '2019-01-02T15:00Z', '2019-01-02T15:00Z', '2019-01-02T15:00Z')`
  await openLakeRig(sql, as('stonks_lake'), NOW, join(folder, 'objects')).flush()
})

async function ask(...args: string[]) {
  vi.stubEnv('DATABASE_URL', url)
  vi.stubEnv('OBJECTS_DIR', join(folder, 'objects'))
  const said: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line) => void said.push(String(line)))
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => said.push(String(line)) > 0)
  try {
    return { code: await command.run(args), out: said.join('\n') }
  } finally {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  }
}

test('a question over what was written', async () => {
  const { code, out } = await ask('select title, year from documents')
  expect(code).toBe(0)
  expect(out).toMatch(/^title +year\nÜber, "all" +2019\n1 row, \d+\.\d\d s$/)
  const { out: json } = await ask('select count(*) as n from documents', '--json')
  expect(JSON.parse(json)).toMatchObject({ rows: [[1]], columns: [{ name: 'n' }], isCut: false })
})

test('rows as CSV', async () => {
  const file = join(folder, 'rows.csv')
  await ask('select title, 1 as n from documents', '--csv', file)
  expect(readFileSync(file, 'utf8')).toBe('title,n\r\n"Über, ""all""",1\r\n')
})

test('what cannot be answered is told in words', async () => {
  const { code, out } = await ask('select titel from documents')
  expect(code).toBe(1)
  expect(out).toContain('title')
  expect(await ask('drop view documents')).toEqual({
    code: 1,
    out: 'Expected one SELECT, found a statement of another kind\n',
  })
})

test('every table is listed with its columns and what they tell', async () => {
  const { out } = await ask('--tables')
  for (const { name, says } of lakeTables) expect(out).toContain(`${name}: ${says}`)
  const { out: json } = await ask('--tables', '--json')
  expect((JSON.parse(json) as { tables: unknown[] }).tables).toHaveLength(lakeTables.length)
})

test('questions are listed, and asked by slug or name', async () => {
  await sql`insert into saved_questions (question_id, name, statement, created_at, changed_at, changed_by)
    values ('d0000000-0000-4000-8000-000000000002', 'Mine', 'select 7 as seven', now(), now(), 'ann')`
  const { out } = await ask('--questions')
  for (const { slug, name } of shippedQuestions)
    expect(out).toMatch(new RegExp(`^${slug} .*${name}$`, 'm'))
  expect(out).toMatch(/^ +kept +Mine$/m)
  const { out: json } = await ask('--questions', '--json')
  expect((JSON.parse(json) as { questions: unknown[] }).questions).toHaveLength(
    shippedQuestions.length + 1,
  )
  expect((await ask('--question', 'mine')).out).toMatch(/^seven\n +7\n1 row/)
  expect((await ask('--question', 'documents-by-day')).out).toMatch(
    /^day +documents .*\n2019-01-02 +1 /,
  )
})

test.each([
  [['--question', 'nowhere']],
  [['--question', 'documents-by-day', 'select 1']],
  [['--questions', '--tables']],
  [[]],
  [['a', 'b']],
  [['select 1', '--tables']],
  [['select 1', '--engine', 'oracle']],
  [['select 1', '--rows', '0']],
])('%j is wrong use', async (args) => {
  await expect(ask(...args)).rejects.toThrow(UsageError)
})
