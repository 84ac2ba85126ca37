import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { sha256 } from '#shared/host/ids.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { describeSchema } from '#shared/sql/schema/snapshot.ts'
import { cloneDatabase, emptyDatabase } from '../../../helpers/database.ts'

const PRODUCT = new URL('../../../../migrations/', import.meta.url)
const product = Object.fromEntries(
  readdirSync(PRODUCT).map((name) => [name, readFileSync(new URL(name, PRODUCT), 'utf8')]),
)
const newest = Object.keys(product)
  .filter((name) => name !== 'schema.sql')
  .at(-1)!
const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

/** A folder of migrations that holds these files alone. */
function planted(files: Record<string, string>): { folder: URL } {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-migrations-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return { folder: pathToFileURL(`${folder}/`) }
}

const withCrlf = (text: string) => text.replaceAll('\n', '\r\n')
const one = { '0001-one.sql': 'create table one ();' }
const three = { '0003-three.sql': 'create table three ();' }

test('runs nothing a second time', async () => {
  const { sql } = await cloneDatabase()
  expect(await migrate(sql)).toEqual([])
})

test('refuses a file that changed after it ran', async () => {
  const { sql } = await cloneDatabase()
  await sql`update migrations set checksum = 'other' where name = '0001-jobs.sql'`
  await expect(migrate(sql)).rejects.toThrow(
    '0001-jobs.sql has run on this database and must never change; its text differs now',
  )
})

test('refuses to go on where a file that ran is gone from among the others', async () => {
  const { sql } = await emptyDatabase()
  await migrate(sql, planted({ ...one, ...three }))
  await expect(migrate(sql, planted(three))).rejects.toThrow(
    '0001-one.sql has run on this database',
  )
})

test('a checkout with the line endings of Windows is the same schema and the same files', async () => {
  const [{ sql: fresh }, { sql: old }] = await Promise.all([emptyDatabase(), cloneDatabase()])
  const windows = planted(
    Object.fromEntries(Object.entries(product).map(([name, text]) => [name, withCrlf(text)])),
  )
  await migrate(fresh, windows)
  expect(await describeSchema(fresh)).toBe(await describeSchema(old))
  expect(await migrate(old, windows)).toEqual([])
  expect(await migrate(fresh)).toEqual([])
})

test('takes a checksum that was noted of such a checkout', async () => {
  const { sql } = await cloneDatabase()
  const noted = sha256(withCrlf(product['0001-jobs.sql']!))
  await sql`update migrations set checksum = ${noted} where name = '0001-jobs.sql'`
  expect(await migrate(sql)).toEqual([])
})

test('a file added below one that ran is refused by name; a hole alone is none', async () => {
  const { sql } = await emptyDatabase()
  expect(await migrate(sql, planted({ ...one, ...three }))).toEqual([
    '0001-one.sql',
    '0003-three.sql',
  ])
  const late = { '0002-two.sql': 'create table two ();' }
  await expect(migrate(sql, planted({ ...one, ...late, ...three }))).rejects.toThrow(
    '0002-two.sql has not run on this database, and 0003-three.sql, which has, is not numbered below it',
  )
  const beside = { '0003-also.sql': 'create table two ();' }
  await expect(migrate(sql, planted({ ...one, ...beside }))).rejects.toThrow('0003-')
  expect(await sql`select to_regclass('two') as two`).toEqual([{ two: null }])
})

test.each([
  [
    'two files of one number',
    { '0002-a.sql': '', '0002-b.sql': '' },
    '0002-a.sql and 0002-b.sql have one number',
  ],
  ['a file without a number', { 'later.sql': '' }, 'later.sql has no place'],
  [
    'a breaking file that does not say how',
    { '0002-a.sql': '-- breaks older code\n' },
    'does not say how',
  ],
])('refuses %s', async (_what, files, words) => {
  const { sql } = await emptyDatabase()
  await expect(migrate(sql, planted({ ...one, ...files }))).rejects.toThrow(words)
  expect(await sql`select to_regclass('one') as one`).toEqual([{ one: null }])
})

test('a file that fails leaves nothing of itself, and those before it stand', async () => {
  const { sql } = await emptyDatabase()
  const bad = {
    '0002-bad.sql': '-- Wrong in\n-- its fourth line.\ncreate table two ();\ncreate tabel two ();',
  }
  await expect(migrate(sql, planted({ ...one, ...bad, ...three }))).rejects.toThrow(
    'Migrate: 0002-bad.sql line 4 failed: syntax error at or near "tabel". Nothing of it stands; the files before it do'.replace(
      '; the files before it do',
      '; the files before it stand',
    ),
  )
  expect(await sql`select to_regclass('one')::text as one, to_regclass('two') as two`).toEqual([
    { one: 'one', two: null },
  ])
  const good = { '0002-bad.sql': 'create table two ();' }
  expect(await migrate(sql, planted({ ...one, ...good, ...three }))).toEqual([
    '0002-bad.sql',
    '0003-three.sql',
  ])
})

const indexed = `-- outside a transaction
-- Built while others write; "a;b" and $$;$$ end nothing.
drop index concurrently if exists planted_at;
create index concurrently planted_at on jobs (settled_at) where last_error <> 'a;b';
`

test('two migrators at once run each file once, one outside a transaction among them', async () => {
  const { url, sql } = await emptyDatabase()
  const folder = planted({
    ...product,
    '8001-index.sql': indexed,
    '8002-next.sql': 'create table two ();',
  })
  const others = [1, 2, 3].map(() => openPostgres(url, 1))
  const ran = await Promise.all([sql, ...others].map((db) => migrate(db, folder)))
  const names = Object.keys(product).filter((name) => name !== 'schema.sql')
  expect(ran.flat().sort()).toEqual([...names, '8001-index.sql', '8002-next.sql'])
  expect(await describeSchema(sql)).toContain('CREATE INDEX planted_at ON jobs')
  await Promise.all(others.map((db) => db.end()))
})

test('whoever waits for another migrator says so and goes on after it', async () => {
  const { url, sql } = await emptyDatabase()
  const other = openPostgres(url, 1)
  const said: string[] = []
  let waited: () => void = () => undefined
  const waits = new Promise<void>((resolve) => {
    waited = resolve
  })
  let waiting: Promise<string[]> | undefined
  await other.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('migrations'))`
    const say = (words: string) => {
      said.push(words)
      waited()
    }
    waiting = migrate(sql, { ...planted(one), say })
    await waits
  })
  expect(await waiting).toEqual(['0001-one.sql'])
  expect(said).toEqual(['Another migrator is at work: this one waits for it'])
  await other.end()
})

test.each(['', '-- outside a transaction\n'])(
  'a connection lost in the middle is told as that, and a second run goes on (%j)',
  async (mark) => {
    const { url, sql } = await emptyDatabase()
    const dies = `${mark}do $$ begin if to_regclass('two') is null then
      perform pg_terminate_backend(pg_backend_pid()); end if; end $$;`
    const folder = planted({ ...one, '0002-dies.sql': dies })
    const first = openPostgres(url, 1)
    await expect(migrate(first, folder)).rejects.toThrow(
      /^Migrate: the connection was lost in 0002-dies\.sql: .*Run it again/,
    )
    await first.end({ timeout: 1 })
    await sql`create table two ()`
    expect(await migrate(sql, folder)).toEqual(['0002-dies.sql'])
  },
)

test('a file outside a transaction that fails half-way is run again from its beginning', async () => {
  const { sql } = await emptyDatabase()
  const half = (then: string) =>
    planted({
      '0001-rows.sql': 'create table rows (n integer); insert into rows values (1), (1);',
      '0002-half.sql': `-- outside a transaction\ninsert into rows values (2);\n${then}`,
    })
  const unique = 'create unique index concurrently if not exists rows_n on rows (n);'
  await expect(migrate(sql, half(unique))).rejects.toThrow(
    'Migrate: 0002-half.sql failed: could not create unique index "rows_n". It is outside a transaction, so what it did until then stands',
  )
  // "if not exists" alone would now pass over an index that serves nothing.
  await expect(migrate(sql, half(unique))).rejects.toThrow('an index is half built: rows_n')
  const mended = `drop index concurrently if exists rows_n;\ncreate index concurrently rows_n on rows (n);`
  expect(await migrate(sql, half(mended))).toEqual(['0002-half.sql'])
  expect(await sql`select n from rows where n = 2`).toHaveLength(3)
})

test('a newer schema that only adds is told and left; one that breaks this code is refused', async () => {
  const { sql } = await cloneDatabase()
  const said: string[] = []
  const say = (words: string) => void said.push(words)
  const adds = { '9001-adds.sql': 'alter table jobs add column planted text;' }
  await migrate(sql, planted({ ...product, ...adds }))
  expect(await migrate(sql, { say })).toEqual([])
  expect(said).toEqual([
    'The schema is of a newer release, at 9001-adds.sql. It only adds: this release works with it',
  ])
  const breaks = {
    '9002-breaks.sql':
      '-- breaks older code: jobs.reason is gone\nalter table jobs drop column reason cascade;',
  }
  await migrate(sql, planted({ ...product, ...adds, ...breaks }))
  await expect(migrate(sql, { say })).rejects.toThrow(
    '9002-breaks.sql of a newer release has run on this database, and code older than it cannot work with that: ' +
      'jobs.reason is gone. Run the release that brought it, or restore a backup from before it',
  )
})

test('a database of the time before marks is taken over', async () => {
  const { sql } = await cloneDatabase()
  await sql`alter table migrations drop column breaks`
  expect(await migrate(sql)).toEqual([])
  expect(
    await sql`select name from migrations where breaks is null order by name desc limit 1`,
  ).toEqual([{ name: newest }])
})
