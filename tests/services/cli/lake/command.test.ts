/** `stonks lake verify` as somebody runs it: 0 where the lake holds what the record holds, else 1 with what differs. */

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { LAKE_BUCKET } from '#shared/clients/lake/names.ts'
import { sumNames, sumsText } from '#shared/clients/lake/sums.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import { openLakeEngine } from '#shared/explain/ask-lake.ts'
import { lakeTables, lakeTableOf } from '#shared/sql/lake/facts/all.ts'
import { holdFiles, readHeldFiles } from '#shared/sql/lake/files.ts'
import { UsageError } from '../../../../services/cli/command.ts'
import { command } from '../../../../services/cli/commands/lake.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { startServer } from '../../../helpers/http.ts'
import { openLakeRig } from '../../../helpers/lake.ts'

const { url, sql, as } = await cloneDatabase()
const AT = new Date('2019-01-03T15:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'stonks-lake-command-'))
const rig = openLakeRig(sql, as('stonks_lake'), AT, folder)
afterAll(rig.close)

const [ONE, TWO] = [deriveId('test', 'one'), deriveId('test', 'two')] as const
const document = (id: string) => `insert into documents
  (document_id, source_type, document_type, content_hash, raw_bucket, raw_key, raw_sha256, title, published_at, ingested_at, status_at)
  values ('${id}', 'news_api', 'article', '${sha256(id)}', 'b', 'k', '${sha256('')}', 'A title',
    '${AT.toISOString()}', '${AT.toISOString()}', '${AT.toISOString()}')`

beforeEach(async () => {
  await sql`truncate documents cascade`
  await rig.empty()
  await sql.unsafe(document(ONE))
  await sql.unsafe(document(TWO))
  await rig.flush()
})

/** Changes the record and tells nobody. */
const inSecret = (statement: string) =>
  sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx.unsafe(statement)
  })

async function verify(...args: string[]) {
  vi.stubEnv('DATABASE_URL', url)
  vi.stubEnv('OBJECTS_DIR', folder)
  const said: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line) => void said.push(String(line)))
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  try {
    return { code: await command.run(['verify', ...args]), out: said.join('\n') }
  } finally {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  }
}

/** What it says of documents, in words and as JSON, and that both end alike. */
async function verifyDocuments() {
  const { code, out } = await verify('--table', 'documents')
  const json = await verify('--table', 'documents', '--json')
  expect(json.code).toBe(code)
  const { tables } = JSON.parse(json.out) as { tables: { documents: Record<string, unknown> } }
  expect(Object.keys(tables)).toEqual(['documents'])
  const [head = '', row = '', ...told] = out.split('\n')
  const cells = row.split(/ +/)
  const counts = Object.fromEntries(head.split(/ +/).map((name, place) => [name, cells[place]]))
  return { code, counts, told, documents: tables.documents }
}

const CLEAN = {
  table: 'documents',
  rows: '2',
  facts: '2',
  missing: '0',
  extra: '0',
  unequal: '0',
  twice: '0',
  outlived: '0',
  waiting: '0',
}

test('where both hold the same it says so of every table, and ends with 0', async () => {
  const { code, out } = await verify('--json')
  expect(code).toBe(0)
  const { tables } = JSON.parse(out) as { tables: Record<string, { rows: number }> }
  expect(Object.keys(tables)).toEqual(lakeTables.map(({ name }) => name))
  expect(tables['documents']).toEqual({
    rows: 2,
    facts: 2,
    missing: 0,
    extra: 0,
    unequal: 0,
    twice: 0,
    outlived: 0,
    waiting: 0,
    damaged: [],
    misplaced: [],
    examples: [],
  })
  expect(await verifyDocuments()).toMatchObject({ code: 0, counts: CLEAN, told: [] })
})

test.each([
  ['missing', document(deriveId('test', 'three')), deriveId('test', 'three'), { rows: '3' }],
  ['extra', `delete from documents where document_id = '${TWO}'`, TWO, { rows: '1' }],
  ['unequal', `update documents set title = 'B' where document_id = '${ONE}'`, ONE, {}],
] as const)('what is %s is named, and it ends with 1', async (what, statement, key, more) => {
  await inSecret(statement)
  const { code, counts, told, documents } = await verifyDocuments()
  expect(code).toBe(1)
  expect(counts).toEqual({ ...CLEAN, ...more, [what]: '1' })
  expect(told).toEqual([`documents ${key}: ${what}${what === 'unequal' ? ' in title' : ''}`])
  expect(documents).toMatchObject({ [what]: 1, examples: [{ key, what }] })
})

test('what is there twice is named, and it ends with 1', async () => {
  const [file] = await readHeldFiles(sql, 'documents')
  const key = file!.key.replace('.parquet', '-again.parquet')
  await rig.objects.put(LAKE_BUCKET, key, await rig.objects.get(LAKE_BUCKET, file!.key), '')
  await sql.begin((tx) => holdFiles(tx, [{ ...file!, key }]))
  const { code, counts, told, documents } = await verifyDocuments()
  expect(code).toBe(1)
  expect(counts).toEqual({ ...CLEAN, twice: '2' })
  expect(told).toEqual([ONE, TWO].toSorted().map((id) => `documents ${id}: twice`))
  expect(documents).toMatchObject({ twice: 2, facts: 2 })
})

test('files that are damaged, or lie under another day, are named, and it ends with 1', async () => {
  const [file] = await readHeldFiles(sql, 'documents')
  await sql`update lake_files set day = day + 1`
  const misplaced = await verifyDocuments()
  expect(misplaced.code).toBe(1)
  expect(misplaced.told).toEqual([
    `documents: ${file!.key}: 2 rows of other days, such as 2019-01-03 (stonks lake mend --table documents)`,
  ])
  await sql`update lake_files set day = day - 1`
  await rig.objects.remove(LAKE_BUCKET, file!.key)
  const damaged = await verifyDocuments()
  expect(damaged).toMatchObject({ code: 1, counts: { ...CLEAN, facts: '0', missing: '2' } })
  expect(damaged.told).toContain(
    `documents: ${file!.key}: it is gone (stonks lake mend --table documents)`,
  )
  expect(damaged.told.at(-1)).toMatch(/^Files were looked for in (S3 at|the folder) \S+\.$/)
})

test('what waits to be written is counted, and no difference', async () => {
  await sql`update documents set title = 'B' where document_id = ${ONE}`
  expect(await verifyDocuments()).toMatchObject({ code: 0, counts: { ...CLEAN, waiting: '1' } })
})

test('what Trino tells otherwise of the same files is named, and it ends with 1', async () => {
  const trino = await startServer()
  const table = lakeTableOf('documents')
  const names = sumNames(table)
  vi.stubEnv('OBJECTS_DIR', folder)
  const { rows } = await openLakeEngine(sql).query(
    sumsText(table, 'duckdb', '"documents_versions"'),
    { rowsMax: 1, seconds: 60, memoryMb: 512 },
    new AbortController().signal,
  )
  vi.unstubAllEnvs()
  const sums = rows[0]!
  const tell = (row: readonly unknown[]) =>
    trino.answer('/v1/statement', {
      body: JSON.stringify({
        id: 'q',
        columns: names.map((name) => ({ name, type: 'varchar' })),
        data: [row],
      }),
    })
  const ask = () => verify('--table', 'documents', '--trino', trino.url)
  tell(sums)
  const same = await ask()
  expect(same.out.split('\n').at(-1)).toBe('documents on Trino: 2 rows, all counts and sums equal')
  expect(same.code).toBe(0)
  tell(sums.map((sum, place) => (names[place] === 'rows' ? '3' : sum)))
  const other = await ask()
  expect(other.out.split('\n').at(-1)).toBe('documents on Trino: rows is 3, and here 2')
  expect(other.code).toBe(1)
  const { code, out } = await verify('--table', 'documents', '--trino', trino.url, '--json')
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({
    tables: {
      documents: {
        missing: 0,
        trino: { rows: 3, unequal: [{ what: 'rows', here: '2', there: '3' }] },
      },
    },
  })
  const error = { errorName: 'TABLE_NOT_FOUND', errorType: 'USER_ERROR', message: 'none' }
  trino.answer('/v1/statement', { body: JSON.stringify({ id: 'q', error }) })
  await expect(ask()).rejects.toThrow(/Trino does not know documents yet: run stonks lake sync/)
})

test('wrong use is told', async () => {
  await expect(verify('--table', 'none')).rejects.toBeInstanceOf(UsageError)
  await expect(verify('--sometimes')).rejects.toThrow()
  await expect(command.run(['check'])).rejects.toBeInstanceOf(UsageError)
})
