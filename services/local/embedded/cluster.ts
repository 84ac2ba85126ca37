/**
 * The files of one PostgreSQL: made, and brought to how this release keeps them.
 *
 * Its superuser has no password and is let in by no line of pg_hba.conf: who changes what only he may
 * runs PostgreSQL on the files alone, and has the rights to the files. The product's record belongs to
 * `stonks`, who may make roles and nothing else that is above a database.
 */

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { dataHere, type PostgresUser } from './postgres-user.ts'

export const OWNER = 'stonks'

const FOR_TRIALS = [
  `alter role ${OWNER} createdb`,
  `grant set on parameter session_replication_role to ${OWNER}`,
]

/** PostgreSQL has these beside the record's, and lets every role in, to make temporary tables. */
const CLOSE_OTHERS = ['postgres', 'template1'].map(
  (name) => `revoke connect, temporary on database ${name} from public`,
)

/** As `--no-sync`: nothing is in it yet that could be lost. */
const UNFLUSHED = ['-c', 'fsync=off']

/** Passwords alone let in, whatever asks from wherever; into the record alone, but for trials. */
const letsIn = (database: string) => `host all postgres all reject
host ${database} all 127.0.0.1/32 scram-sha-256
`

/** Makes the files where there are none; says who is let in, whatever was said there before. */
export function openFiles(
  user: PostgresUser,
  dataDir: string,
  password: string,
  forTrials: boolean,
): void {
  if (!existsSync(join(dataDir, 'PG_VERSION'))) makeCluster(user, dataDir, password, forTrials)
  user.own(dataDir)
  // Kept by the user's rights, as the file is there.
  writeFileSync(join(dataDir, 'pg_hba.conf'), letsIn(forTrials ? 'all' : OWNER))
}

function makeCluster(
  user: PostgresUser,
  dataDir: string,
  password: string,
  forTrials: boolean,
): void {
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0)
    throw new Error(`Make a PostgreSQL cluster in ${dataDir}: there are other files in it`)
  // Under another name until it is whole: one that was interrupted is begun again.
  const making = join(dirname(dataDir), 'postgres-making')
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true, mode: 0o700 })
  const options = ['-U', 'postgres', '--auth=reject', '--no-sync', '--locale=C', '-E', 'UTF8']
  const words = user.run('initdb', [...dataHere, ...options], making)
  if (words !== undefined) throw new Error(`Make a PostgreSQL cluster in ${dataDir}: ${words}`)
  alone(
    user,
    making,
    'postgres',
    [
      `create role ${OWNER} login createrole password ${quoted(password)}`,
      ...(forTrials ? FOR_TRIALS : CLOSE_OTHERS),
      `create database ${OWNER} owner ${OWNER}`,
    ],
    UNFLUSHED,
  )
  renameSync(making, dataDir)
}

/**
 * Gives the owner this password. In files of a release whose owner was the superuser, and was let in
 * without one, the superuser gets another name first, and all that he made a new owner.
 */
export function mendCluster(user: PostgresUser, dataDir: string, password: string): void {
  alone(user, dataDir, 'postgres', [
    `update pg_authid set rolname = 'postgres' where oid = 10 and rolname = '${OWNER}'`,
    `do $$ begin
      if not exists (select from pg_roles where rolname = '${OWNER}') then
        create role ${OWNER};
      end if;
      if not exists (select from pg_database where datname = '${OWNER}') then
        return;
      end if;
      alter database ${OWNER} owner to ${OWNER};
    end $$`,
    `alter role ${OWNER} nosuperuser nobypassrls noreplication createrole login password ${quoted(password)}`,
    ...CLOSE_OTHERS,
  ])
  alone(user, dataDir, OWNER, [GIVE_ALL])
}

/** What the superuser owns in the schema: sequences of columns and what belongs to an extension go along. */
const GIVE_ALL = `do $$ declare
  one record;
begin
  for one in
    select case when relkind = 'S' then 'sequence' when relkind = 'v' then 'view'
        when relkind = 'm' then 'materialized view' else 'table' end as kind,
      oid::regclass::text as name
    from pg_class c
    where relnamespace = 'public'::regnamespace and relowner = 10 and relkind in ('r', 'p', 'S', 'v', 'm')
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
        and d.deptype in ('a', 'i', 'e') and relkind = 'S')
    union all
    select 'routine', oid::regprocedure::text from pg_proc p
    where pronamespace = 'public'::regnamespace and proowner = 10
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid
        and d.deptype = 'e')
    union all
    select case typtype when 'd' then 'domain' else 'type' end, oid::regtype::text from pg_type
    where typnamespace = 'public'::regnamespace and typowner = 10 and typtype in ('e', 'd')
    union all
    select 'statistics', quote_ident(stxname) from pg_statistic_ext
    where stxnamespace = 'public'::regnamespace and stxowner = 10
  loop
    execute format('alter %s %s owner to ${OWNER}', one.kind, one.name);
  end loop;
end $$`

/** Runs statements as the superuser on files that no server has open. */
function alone(
  user: PostgresUser,
  dataDir: string,
  database: string,
  statements: string[],
  more: string[] = [],
): void {
  const settings = ['-c', 'exit_on_error=on', '-c', 'allow_system_table_mods=on', ...more]
  const args = ['--single', '-j', ...dataHere, ...settings, database]
  const input = statements.map((statement) => `${statement};\n\n`).join('')
  const words = user.run('postgres', args, dataDir, input)
  if (words !== undefined) throw new Error(`Set up the PostgreSQL in ${dataDir}: ${words}`)
}

function quoted(password: string): string {
  if (/^[\w-]+$/.test(password)) return `'${password}'`
  throw new RangeError('Set a password of PostgreSQL: expected letters, digits, - and _ only')
}
