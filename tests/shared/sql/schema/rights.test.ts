import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, inject, test } from 'vitest'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { applyRights } from '#shared/sql/schema/apply-rights.ts'
import { closeDatabase } from '#shared/sql/schema/close-database.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { databaseRoles, ownersAlone, rights, type DatabaseRole } from '#shared/sql/schema/rights.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const SNAPSHOT = new URL('../../../../migrations/schema.sql', import.meta.url)
const names = [
  ...readFileSync(SNAPSHOT, 'utf8').matchAll(/^create (?:table|(?:materialized )?view) (\w+)/gm),
].map((match) => match[1]!)

const { sql, url, as } = await cloneDatabase()
const silent = () => undefined

test('every table and view is somebody’s, or named as nobody’s, and no other is', () => {
  const granted = new Set(databaseRoles.flatMap((role) => Object.keys(rights[role])))
  const alone = names.filter((name) => !granted.has(name))
  expect(alone.toSorted()).toEqual(ownersAlone.toSorted())
  expect([...granted].filter((name) => !names.includes(name))).toEqual([
    'reserve_pool_ledger_reserve_entry_id_seq',
  ])
})

/** What a role may do to a table, as PostgreSQL has it. */
async function may(role: DatabaseRole, name: string): Promise<string[]> {
  const verbs = ['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']
  const rows = await sql<{ verb: string }[]>`
    select verb from unnest(${verbs}::text[]) as verb
    where has_table_privilege(${role}, ${name}, verb)`
  return rows.map(({ verb }) => verb)
}

test.each(databaseRoles)('%s may what is written, and nothing beside it', async (role) => {
  for (const name of names) {
    const wanted: readonly string[] =
      (rights[role] as Record<string, readonly string[]>)[name] ?? []
    expect([name, await may(role, name)]).toEqual([name, wanted])
  }
})

const WRITES = ['insert', 'update', 'delete']
const PEOPLE =
  /^(?:people|passkeys|sessions|one_time_links|recovery_codes|sign_in_challenges|api_tokens|oidc_identities)$/

/** Tables that match and that the role may write. */
function writes(role: DatabaseRole, pattern: RegExp): string[] {
  return Object.entries<readonly string[]>(rights[role])
    .filter(([name, verbs]) => pattern.test(name) && verbs.some((verb) => WRITES.includes(verb)))
    .map(([name]) => name)
}

test('who reads pages writes nothing of what is decided, ordered, allowed, or told of people', () => {
  const guarded =
    /^(?:orders|order_|trading_|positions|position_|portfolio_|ledger_|reserve_|risk_|approval_|circuit_|broker_|audit_|pipeline_control|paused_stages)/
  expect(writes('stonks_functions', guarded)).toEqual([])
  expect(writes('stonks_functions', PEOPLE)).toEqual([])
  expect(writes('stonks_lake', /^(?!jobs$|job_counts$)/)).toEqual([
    'lake_changes',
    'lake_days',
    'lake_files',
    'lake_writes',
    'row_counts',
    'position_days',
    'trading_reports',
    'notification_wishes',
  ])
})

test('people are query-api’s alone, and nobody rewrites the audit', () => {
  for (const role of databaseRoles) {
    const people = Object.keys(rights[role]).filter((name) => PEOPLE.test(name))
    if (role !== 'stonks_api') expect([role, people]).toEqual([role, []])
    const verbs = (rights[role] as Record<string, readonly string[]>)['audit_events'] ?? []
    expect(verbs).not.toContain('update')
    expect(verbs).not.toContain('delete')
  }
  expect(
    writes('stonks_api', /^(?:orders|order_|trading_decisions|positions|risk_configs|ledger_)/),
  ).toEqual([])
})

test('who analyses reads the views that are made for it', () => {
  for (const [name, verbs] of Object.entries(rights.stonks_views)) {
    expect(name).toMatch(/^view_/)
    expect(verbs).toEqual(['select'])
  }
})

test('what was granted beside it is taken away, and a second run changes nothing', async () => {
  await sql.unsafe(
    'grant all on orders, people to stonks_functions; revoke all on jobs from stonks_lake',
  )
  await applyRights(sql, { say: silent })
  expect(await may('stonks_functions', 'people')).toEqual([])
  expect(await may('stonks_lake', 'jobs')).toEqual(['select', 'insert', 'update'])
  const before = await readVersions(sql)
  await applyRights(sql, { say: silent })
  expect(await readVersions(sql)).toEqual(before)
})

/** Rows of the catalog are written anew by every grant. */
function readVersions(db: Sql) {
  return db`select relname, xmin::text from pg_class
    where relnamespace = 'public'::regnamespace
    union all select datname, xmin::text from pg_database where datname = current_database()
    order by 1`
}

test('its roles alone come into the database, and none makes temporary tables there', async () => {
  const stranger = await makeRole()
  const door = (role: string) =>
    sql`select has_database_privilege(${role}, current_database(), 'connect') as connect,
      has_database_privilege(${role}, current_database(), 'temporary') as temporary`
  const name = new URL(url).pathname.slice(1)
  await sql.unsafe(`grant connect, temporary on database ${name} to public, stonks_api`)
  expect(await door(stranger.username)).toEqual([{ connect: true, temporary: true }])
  await applyRights(sql, { say: silent })
  for (const role of databaseRoles)
    expect([role, ...(await door(role))]).toEqual([role, { connect: true, temporary: false }])
  expect(await door(stranger.username)).toEqual([{ connect: false, temporary: false }])
  const address = new URL(stranger)
  address.pathname = `/${name}`
  const out = openPostgres(address.href, 1)
  await expect(out`select 1`).rejects.toMatchObject({ code: '42501' })
  await out.end()
})

test('who does not own the database is told that all may come in, once they may', async () => {
  const told: string[] = []
  const say = (words: string) => void told.push(words)
  const tables = as('stonks_api')
  await applyRights(sql, { say: silent })
  await tables.begin((tx) => closeDatabase(tx, databaseRoles, say))
  expect(told).toEqual([])
  await sql.unsafe(`grant connect on database ${new URL(url).pathname.slice(1)} to public`)
  expect(await tables.begin((tx) => closeDatabase(tx, databaseRoles, say))).toEqual([])
  expect(told).toEqual([expect.stringContaining('docs/roles.md')])
  await applyRights(sql, { say: silent })
})

test('a role comes in by the password it is given, and by that alone', async () => {
  const password = randomBytes(24).toString('base64url')
  await applyRights(sql, { say: silent, passwords: { stonks_views: password } })
  const as = (word: string) => {
    const address = new URL(url)
    address.username = 'stonks_views'
    address.password = word
    return openPostgres(address.href, 1)
  }
  const [right, wrong] = [as(password), as('another')]
  try {
    expect(await right`select count(*) from view_orders`).toHaveLength(1)
    await expect(right`select * from people`).rejects.toThrow('permission denied')
    await expect(right`select * from orders`).rejects.toThrow('permission denied')
    await expect(right`insert into view_orders (ticker) values ('A')`).rejects.toThrow(
      'permission denied',
    )
    await expect(wrong`select 1`).rejects.toThrow('password authentication failed')
  } finally {
    await Promise.all([right.end(), wrong.end()])
  }
})

test('an owner who may make no roles gives those that are there their rights', async () => {
  const owner = await ownerWithoutRoles()
  try {
    await migrate(owner)
    const [found] = await owner`
      select has_table_privilege('stonks_api', 'people', 'insert') as api,
        has_table_privilege('stonks_functions', 'people', 'select') as functions`
    expect(found).toEqual({ api: true, functions: false })
  } finally {
    await owner.end()
  }
})

/** An owner of a database, who may make no roles; those of this server are there already. */
async function ownerWithoutRoles(): Promise<Sql> {
  const address = await makeRole('createdb')
  const maker = openPostgres(address.href, 1)
  await maker.unsafe(`create database ${address.username} template template0`)
  await maker.end()
  address.pathname = `/${address.username}`
  return openPostgres(address.href, 1)
}

/** A role that is none of the product's, and how it comes to the server. */
async function makeRole(may = ''): Promise<URL> {
  const address = new URL(inject('postgresUrl').replace(/\/stonks$/, '/postgres'))
  const name = `plain_${randomBytes(6).toString('hex')}`
  const password = randomBytes(24).toString('base64url')
  const admin = openPostgres(address.href, 1)
  await admin.unsafe(`create role ${name} login ${may} password '${password}'`)
  await admin.end()
  address.username = name
  address.password = password
  return address
}
