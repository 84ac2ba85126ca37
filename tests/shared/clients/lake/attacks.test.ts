/** What people might ask to get at what is not theirs, or to hold the machine: each is refused, or ends at its limit. */

import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LakeShape } from '#shared/clients/lake/engine.ts'
import { LAKE_BUCKET } from '#shared/clients/lake/names.ts'
import { VERSION_COLUMNS } from '#shared/contracts/lake/columns.ts'
import { openLakeFolder } from '../../../helpers/lake-folder.ts'
import { childrenOf, isAlive } from '../../../helpers/processes.ts'

const trades: LakeShape = {
  name: 'trades',
  keyColumns: ['id'],
  columns: [
    { name: 'id', type: 'text', says: '' },
    { name: 'price', type: 'decimal', says: '' },
    ...VERSION_COLUMNS,
  ],
}
const lake = openLakeFolder([trades])
const wide = { rowsMax: 100, seconds: 60, memoryMb: 256 }
const ask = (statement: string, limits = wide, signal = new AbortController().signal) =>
  lake.engine.query(statement, limits, signal)

beforeAll(async () => {
  await lake.put(trades, '2019-01-02', [
    ['a', '1.5', 1, 0],
    ['b', '2.5', 2, 0],
  ])
})
afterAll(() => lake.clear())

/** Processes that answer questions of this one. */
const alive = () =>
  childrenOf(process.pid).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('duckdb-process')
    } catch {
      return false
    }
  })

const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (fault: unknown) => (fault as { code?: string }).code,
  )
const ENDLESS =
  'with recursive r as (select 1 as n union all select n + 1 from r) select max(n) from r'

describe('what would hold the machine', () => {
  it.each([
    ['an endless recursion', ENDLESS],
    [
      'a product without end',
      'select count(*) from range(1000000000) a, range(1000000000) b where a.range * 7 = b.range',
    ],
    ['a sort of a thousand million', 'select * from range(1000000000) order by hash(range)'],
  ])('%s ends at its limit, and nothing of it is alive', async (_name, statement) => {
    const code = await codeOf(ask(statement, { ...wide, seconds: 2 }))
    expect(['time_limit', 'memory_limit']).toContain(code)
    expect(alive()).toEqual([])
  })

  it('what takes no memory ends with its limit of time, by itself', async () => {
    const seesItEnd = async () => {
      let engine = 0
      await expect.poll(() => (engine = alive()[0] ?? 0), { timeout: 20_000 }).not.toBe(0)
      // Far more than the machine needs, and far less than for good.
      await expect.poll(() => isAlive(engine), { timeout: 15_000 }).toBe(false)
    }
    const statement = 'select count(*) from range(1000000000000000) where range % 3 = 0'
    const [code] = await Promise.all([codeOf(ask(statement, { ...wide, seconds: 5 })), seesItEnd()])
    expect(code).toBe('time_limit')
    expect(alive()).toEqual([])
  }, 60_000)

  it('what nobody waits for any more ends', async () => {
    const asker = new AbortController()
    const asked = codeOf(ask(ENDLESS, wide, asker.signal))
    await expect.poll(alive, { timeout: 20_000 }).toHaveLength(1)
    asker.abort()
    expect(await asked).toBe('asker_gone')
    expect(alive()).toEqual([])
  })

  it.each([
    ['all memory, in a list', 'select list(range) from range(1000000000)'],
    ['all memory, in a group', 'select range, count(*) from range(1000000000) group by range'],
    ['a cell of a thousand million letters', `select repeat('x', 1000000000)`],
    ['cells that double', `select string_agg(repeat('x', 1000000), '') from range(100000)`],
  ])('%s ends at the limit of memory', async (_name, statement) => {
    expect(['memory_limit', 'result_limit']).toContain(
      await codeOf(ask(statement, { ...wide, memoryMb: 128 })),
    )
    expect(alive()).toEqual([])
  })

  it('a cell of more than a million letters is told', async () => {
    await expect(ask(`select repeat('x', 1000001) as much`)).rejects.toThrow(/much holds 1000001/)
  })

  it('a thousand million rows are cut', async () => {
    const result = await ask('select * from range(1000000000)', { ...wide, rowsMax: 1_000 })
    expect(result).toMatchObject({ isCut: true })
    expect(result.rows).toHaveLength(1_000)
  })

  it('rows that are too much together are cut', async () => {
    const result = await ask(`select repeat('x', 40000) from range(1000)`, {
      ...wide,
      rowsMax: 1_000,
    })
    expect(result.isCut).toBe(true)
    expect(result.rows.length).toBeLessThan(500)
  })
})

describe('what may not be asked', () => {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(String(request.url))
    response.end('a\n1\n')
  })
  let url = ''
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/x.csv`
  })
  afterAll(() => server.close())
  const own = () => join(lake.folder, LAKE_BUCKET, lake.held[0]?.key ?? '')

  it.each([
    ['COPY', () => `copy trades to '${lake.folder}/out.csv'`],
    ['COPY over a file of the lake', () => `copy trades to '${own()}'`],
    ['COPY FROM', () => `copy trades from '/etc/passwd'`],
    ['ATTACH', () => `attach '${lake.folder}/x.db' as x`],
    ['PRAGMA', () => 'pragma database_list'],
    ['SET', () => 'set threads = 64'],
    ['RESET', () => 'reset enable_external_access'],
    ['INSTALL', () => 'install httpfs'],
    ['LOAD', () => 'load httpfs'],
    ['a second statement', () => `select 1; copy trades to '${lake.folder}/out.csv'`],
    ['a second statement behind a comment', () => `select 1 /* ; */ -- ;\n; drop view trades`],
    ['nothing', () => ''],
    ['a comment', () => '-- select 1'],
    ['read_text', () => `select * from read_text('/etc/passwd')`],
    ['read_blob, by another case', () => `select * from READ_BLOB('/etc/passwd')`],
    ['"read_text" quoted', () => `select * from "read_text"('/etc/passwd')`],
    ['read_csv over HTTP', () => `select * from read_csv('${url}')`],
    ['read_parquet of a file of the lake', () => `select * from read_parquet('${own()}')`],
    ['glob', () => `select * from glob('/*')`],
    ['glob in a sub-query', () => `select (select count(*) from glob('/etc/*'))`],
    ['sniff_csv', () => `select * from sniff_csv('/etc/passwd')`],
    ['a file by its name', () => `select * from '/etc/passwd'`],
    ['a CSV by its name', () => `select * from "/etc/passwd.csv"`],
    ['an address by its name', () => `select * from '${url}'`],
    ['getenv', () => `select getenv('PATH')`],
    ['EXPORT', () => `export database '${lake.folder}/exported'`],
    ['IMPORT', () => `import database '${lake.folder}/exported'`],
    [
      'a log into a folder',
      () =>
        `select * from enable_logging('QueryLog', storage = 'file', storage_config = {'path': '${lake.folder}/log'})`,
    ],
    ['CALL', () => 'call enable_logging()'],
    ['query()', () => `select * from query('select * from read_text(''/etc/passwd'')')`],
    ['query_table()', () => `select * from query_table('tra' || 'des')`],
    [
      'a serialised statement',
      () => `select * from json_execute_serialized_sql(json_serialize_sql('select 1'))`,
    ],
    ['settings', () => 'select * from duckdb_settings()'],
    ['secrets', () => 'select * from duckdb_secrets()'],
    ['a table', () => 'create table t as select 1'],
    ['INSERT', () => `insert into trades select * from trades`],
    ['UPDATE', () => `update trades set price = 0`],
    ['DELETE', () => `delete from trades`],
    ['DROP', () => 'drop view trades'],
    ['EXPLAIN ANALYZE', () => `explain analyze copy trades to '${lake.folder}/out.csv'`],
    ['PREPARE', () => 'prepare p as select 1'],
    [
      'INSERT within WITH',
      () => 'with w as (insert into trades select * from trades returning *) select * from w',
    ],
    ['full-width letters', () => 'ｓｅｌｅｃｔ 1; drop view trades'],
    ['a semicolon that is none', () => `select 1 \u037e copy trades to 'x'`],
    ['a zero byte', () => `select 1 \u0000; copy trades to '${lake.folder}/out.csv'`],
    ['a right-to-left mark', () => `select 1 \u202e; drop view trades`],
  ])('refuses %s, and nothing is written, read or asked', async (_name, statement) => {
    const before = readdirSync(lake.folder, { recursive: true })
    const fault = await ask(statement()).then(
      ({ rows }) => rows,
      (cause: unknown) => cause,
    )
    expect(fault).toMatchObject({
      code: expect.stringMatching(/^statement_(?:refused|wrong)$/) as string,
    })
    expect(readdirSync(lake.folder, { recursive: true })).toEqual(before)
    expect(seen).toEqual([])
  })

  it('leaves the lake as it was', async () => {
    expect(await lake.rows('select count(*), min(price) from trades')).toEqual([[2, '1.500000000']])
  })
})
