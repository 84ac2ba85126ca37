/** What somebody who may only look could ask over HTTP to write, to read what is not theirs, or to hold the machine. */

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { isAlive } from '../../../helpers/processes.ts'
import { codeOf, openAsked } from './process.ts'

const SECONDS = 10
const api = await openAsked({
  LAKE_QUERY_SECONDS: String(SECONDS),
  LAKE_QUERY_MB: '128',
  LAKE_QUERY_PARALLEL: '2',
})
const { folder, post, begin, engines } = api
const sql = (statement: string) => post('/api/sql', { statement })

const ENDLESS =
  'with recursive r as (select 1 as n union all select n + 1 from r) select max(n) from r'
const PRODUCT =
  'select count(*) from range(1000000000) a, range(1000000000) b where a.range * 7 = b.range'

/** Every file of the lake, with what it holds. */
const lake = () =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted()
    .map((path) => `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`)

const seen: string[] = []
const trap = createServer((request, response) => {
  seen.push(String(request.url))
  response.end('a\n1\n')
})
await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve))
afterAll(() => trap.close())
const address = trap.address()
const trapUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/x.csv`

const out = join(folder, 'out')
const held = lake()[0]?.split(' ')[0] ?? ''

describe('what may not be asked is refused, writes nothing and reads nothing', () => {
  test.each([
    ['insert', `insert into documents values (1)`],
    ['update', `update documents set title = 'x'`],
    ['delete', 'delete from documents'],
    ['truncate', 'truncate documents'],
    ['create', 'create table x as select 1'],
    ['create macro', 'create macro f(x) as x'],
    ['drop', 'drop view documents'],
    ['alter', 'alter view documents rename to x'],
    ['copy', `copy documents to '${out}'`],
    ['copy over the lake', `copy (select 1) to '${held}'`],
    ['copy from', `copy documents from '/etc/passwd'`],
    ['export', `export database '${out}'`],
    ['import', `import database '${out}'`],
    ['attach', `attach '${out}' as x`],
    ['attach PostgreSQL', `attach 'host=127.0.0.1' as p (type postgres)`],
    ['use', 'use memory'],
    ['pragma', 'pragma show_tables'],
    ['set', 'set threads = 64'],
    ['set back', `set enable_external_access = true`],
    ['reset', 'reset lock_configuration'],
    ['install', 'install httpfs'],
    ['install from', `install x from '${trapUrl}'`],
    ['load', `load '${held}'`],
    ['call', 'call pragma_version()'],
    ['vacuum', 'vacuum'],
    ['checkpoint', 'checkpoint'],
    ['prepare', 'prepare q as select 1'],
    ['explain analyze', 'explain analyze select 1'],
    ['two statements', `select 1; copy documents to '${out}'`],
    ['a statement in a comment', `select 1 /* */; drop view documents --`],
    ['with and insert', 'with x as (select 1) insert into documents select * from x'],
    ['read_text', `select * from read_text('/etc/passwd')`],
    ['read_blob', `select * from READ_BLOB('/proc/self/environ')`],
    ['read_csv', `select * from read_csv('${trapUrl}')`],
    ['read_json in a sub-query', `select (select count(*) from read_json('/etc/passwd'))`],
    ['read_parquet of the lake', `select * from read_parquet('${held}')`],
    ['parquet_metadata', `select * from parquet_metadata('${held}')`],
    ['glob', `select * from glob('/*')`],
    ['a file by name', `from '/etc/passwd'`],
    ['an address by name', `select * from '${trapUrl}'`],
    ['query()', `select * from query('select 1')`],
    ['query_table()', `select * from query_table('documents')`],
    ['duckdb_settings', 'select * from duckdb_settings()'],
    ['duckdb_secrets', 'select * from duckdb_secrets()'],
    ['duckdb_functions, lateral', 'select * from documents, lateral duckdb_functions()'],
    ['duckdb_views', 'select * from duckdb_views()'],
    ['pragma_database_list', 'select * from pragma_database_list()'],
    ['sniff_csv', `select * from sniff_csv('/etc/passwd')`],
    [
      'a zero byte, escaped',
      `select * from documents where title = 'a' || chr(0); drop view documents`,
    ],
  ])('%s', async (_what, statement) => {
    const before = lake()
    const said = await sql(statement)
    expect(said.status).toBe(422)
    expect(['statement_refused', 'statement_wrong']).toContain(codeOf(said))
    expect(said.text).not.toContain('root:')
    expect(lake()).toEqual(before)
    expect(existsSync(out)).toBe(false)
    expect(seen).toEqual([])
  })

  test.each([
    ['getenv', `select getenv('DATABASE_URL')`],
    ['current_setting of secrets', `select current_setting('secret_directory')`],
    ['views of the system', 'select sql from duckdb_views'],
    ['information_schema', 'select table_name from information_schema.tables'],
  ])('%s tells nothing of the machine', async (_what, statement) => {
    const { text } = await sql(statement)
    for (const word of ['postgres', 'stonks_api', 'password', 'HOME'])
      expect(text.toLowerCase()).not.toContain(word.toLowerCase())
  })
})

describe('what would hold the machine ends at its limits, and nothing of it is alive', () => {
  test.each([
    ['an endless recursion', ENDLESS],
    ['a product without end', PRODUCT],
    ['a sort of a thousand million', 'select * from range(1000000000) order by hash(range)'],
    ['all memory, in a list', 'select list(range) from range(1000000000)'],
    [
      'all memory, in a window',
      'select sum(range) over (order by hash(range)) from range(1000000000)',
    ],
    ['a cell of a thousand million letters', `select repeat('x', 1000000000)`],
    ['cells that double', `select string_agg(repeat('x', 1000000), '') from range(100000)`],
    [
      'a regular expression that goes back',
      `select regexp_matches(repeat('a', 100000), '(a*)*b') from range(1000000)`,
    ],
    ['powers of lists', 'select [[x for x in range(1000)] for y in range(1000000)]'],
    [
      'a hundred joins',
      `select count(*) from ${Array.from({ length: 100 }, (_, n) => `range(100) t${n}`).join(', ')}`,
    ],
    ['parentheses', `select ${'('.repeat(9_900)}1${')'.repeat(9_900)}`],
    ['a sum of ten thousand', `select ${'1+'.repeat(9_900)}1`],
    ['sub-queries in each other', `${'select * from ('.repeat(1_200)}select 1${')'.repeat(1_200)}`],
    ['a thousand tables', `select 1 ${'union all select 1 '.repeat(1_000)}`],
    ['a crosswise format', `select format('{:1000000000}', 1)`],
    ['lpad', `select lpad('x', 2000000000, 'y')`],
  ])(
    '%s',
    async (_what, statement) => {
      const said = await sql(statement)
      expect([200, 422]).toContain(said.status)
      expect(said.text.length).toBeLessThan(20_000_000)
      expect(engines()).toEqual([])
    },
    60_000,
  )

  test('the same as a file', async () => {
    const said = await post('/api/sql/file', { statement: ENDLESS, format: 'parquet' })
    expect(['time_limit', 'memory_limit']).toContain(codeOf(said))
    expect(engines()).toEqual([])
  }, 60_000)

  // It takes next to no memory: what ends it is the limit of time, or nothing.
  test.each([
    ['/api/sql', {}],
    ['/api/sql/file', { format: 'csv' }],
    ['/api/sql/file', { format: 'parquet' }],
  ])(
    'what answers a question to %s %j ends with its limit of time, by itself',
    async (path, more) => {
      const statement = 'select count(*) from range(1000000000000000) where range % 3 = 0'
      const seesItEnd = async () => {
        let engine = 0
        await expect.poll(() => (engine = engines()[0] ?? 0), { timeout: 20_000 }).not.toBe(0)
        // Far more than the machine needs, and far less than for good.
        await expect.poll(() => isAlive(engine), { timeout: (SECONDS + 10) * 1_000 }).toBe(false)
      }
      const [said] = await Promise.all([post(path, { statement, ...more }), seesItEnd()])
      expect([said.status, codeOf(said)]).toEqual([422, 'time_limit'])
      expect(engines()).toEqual([])
    },
    90_000,
  )

  test('20,000 characters, names in any script, and no more', async () => {
    const name = '名前😀é‮ "" x'
    const said = await sql(`select 1 as "${name}", '${'é'.repeat(19_900)}' as long`)
    expect(said.status).toBe(200)
    expect(JSON.parse(said.text)).toMatchObject({ columns: [{ name: '名前😀é‮ " x' }, {}] })
    expect((await sql(`select '${'x'.repeat(20_000)}'`)).status).toBe(422)
    expect((await sql('select \0 1')).status).toBe(400)
    expect((await sql('select \ud800')).status).toBe(400)
  })
})

describe('who asks', () => {
  test('and goes, ends what was asked', async () => {
    const calls = [begin(ENDLESS), begin(PRODUCT)]
    await expect.poll(engines, { timeout: 20_000 }).toHaveLength(2)
    for (const call of calls) call.destroy()
    await expect.poll(engines, { timeout: 20_000 }).toEqual([])
    expect((await sql('select 1')).status).toBe(200)
  })

  test('fifty at once: two are answered at a time, the others are told when to come again', async () => {
    let most = 0
    const look = setInterval(() => (most = Math.max(most, engines().length)), 20)
    const said = await Promise.all(
      Array.from({ length: 50 }, () =>
        sql('select count(*) from range(50000000) where range % 3 = 0'),
      ),
    )
    clearInterval(look)
    expect(most).toBeLessThanOrEqual(2)
    const refused = said.filter(({ status }) => status !== 200)
    expect(refused.length).toBeGreaterThanOrEqual(40)
    for (const one of refused) {
      expect([one.status, codeOf(one)]).toEqual([429, 'lake_busy'])
      expect(Number(one.headers['retry-after'])).toBeGreaterThanOrEqual(1)
    }
    expect((await sql('select 1')).status).toBe(200)
  })

  test('is told where the engine was ended from outside', async () => {
    const asked = sql(ENDLESS)
    await expect.poll(engines, { timeout: 20_000 }).toHaveLength(1)
    process.kill(engines()[0]!, 'SIGKILL')
    expect((await asked).status).toBe(422)
    expect((await sql('select 1')).status).toBe(200)
  })

  test('leaves nothing alive where query-api itself is ended', async () => {
    begin(ENDLESS)
    await expect.poll(engines, { timeout: 20_000 }).toHaveLength(1)
    const [engine = 0] = engines()
    api.kill()
    await expect.poll(() => isAlive(engine), { timeout: 20_000 }).toBe(false)
    await api.restart()
    expect((await sql('select 1')).status).toBe(200)
  }, 90_000)

  test('may keep nothing without the right to change', async () => {
    const body = { name: 'Mine', statement: 'select 1' }
    expect((await post('/api/questions', body)).status).toBe(403)
    expect(await api.sql`select from saved_questions`).toHaveLength(0)
  })
})
