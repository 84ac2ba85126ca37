/**
 * Makes the roles of rights.ts, and brings what they may do to what stands there.
 *
 * Only what differs is changed, so that a second run does nothing. Where the database's owner may not
 * make roles, as on most that others manage, an admin makes them: what is missing is told, and the
 * programs that would come in by it cannot until then.
 */

import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import type { Sql, Tx } from '../open.ts'
import { closeDatabase } from './close-database.ts'
import type { Right } from './right-sets.ts'
import { databaseRoles, rights, type DatabaseRole } from './rights.ts'

export type RolePasswords = Partial<Record<DatabaseRole, string>>

type Granted = { role: string; name: string; right: string }

const DUPLICATE = new Set(['42710', '23505'])

/** `passwords` are given to the roles they are of, which may then come in. */
export async function applyRights(
  sql: Sql,
  { passwords = {}, say }: { passwords?: RolePasswords; say: (words: string) => void },
): Promise<void> {
  const missing = await makeRoles(sql)
  if (missing.length > 0) {
    say(
      `These roles are missing, and this user may not make roles: ${missing.join(', ')}. ` +
        'Whoever may runs docs/roles.md; until then each program comes in as the owner, or not at all',
    )
  }
  const there = databaseRoles.filter((role) => !missing.includes(role))
  await sql.begin(async (tx) => {
    // Two at once would change the same rows of the catalogs.
    await tx`select pg_advisory_xact_lock(hashtext('rights'))`
    const statements = [
      ...differences(await readGranted(tx), await readNames(tx), there),
      ...(await closeDatabase(tx, there, say)),
    ]
    for (const statement of statements) await tx.unsafe(statement)
    for (const role of there) {
      const password = passwords[role]
      if (password !== undefined)
        await tx.unsafe(`alter role ${role} login password '${verifierOf(password)}'`)
    }
  })
}

/** Returns those that are not there and cannot be made. */
async function makeRoles(sql: Sql): Promise<DatabaseRole[]> {
  const found = await sql<{ name: string }[]>`
    select rolname as name from pg_roles where rolname = any(${databaseRoles})`
  const missing = databaseRoles.filter((role) => !found.some(({ name }) => name === role))
  if (missing.length === 0) return []
  const [may] = await sql<{ may: boolean }[]>`
    select rolcreaterole or rolsuper as may from pg_roles where rolname = current_user`
  if (!may?.may) return missing
  for (const role of missing) {
    await sql.unsafe(`create role ${role} login`).catch((fault: { code?: string }) => {
      // Roles are of a whole server: another database's migrator may have been quicker.
      if (!DUPLICATE.has(fault.code ?? '')) throw fault
    })
  }
  return []
}

/** What the roles were granted on tables and views that rights.ts knows, or any other of the schema. */
function readGranted(tx: Tx): Promise<Granted[]> {
  return tx<Granted[]>`
    select r.rolname as role, c.relname as name, lower(a.privilege_type) as right
    from pg_class c, aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
      and r.rolname = any(${databaseRoles})`
}

async function readNames(tx: Tx): Promise<Set<string>> {
  const rows = await tx<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')`
  return new Set(rows.map(({ name }) => name))
}

/** Statements that grant what is wanted and not there, and take what is there and not wanted. */
function differences(
  granted: readonly Granted[],
  names: ReadonlySet<string>,
  roles: readonly DatabaseRole[],
): string[] {
  return roles.flatMap((role) => {
    const wanted: Record<string, readonly Right[]> = rights[role]
    const has = (name: string, right: string) =>
      granted.some((one) => one.role === role && one.name === name && one.right === right)
    const grants = Object.entries(wanted)
      .filter(([name]) => names.has(name))
      .flatMap(([name, all]) => {
        const lacking = all.filter((right) => !has(name, right))
        return lacking.length > 0
          ? [`grant ${lacking.join(', ')} on ${kindOf(lacking)}${name} to ${role}`]
          : []
      })
    const revokes = granted
      .filter((one) => one.role === role && !wanted[one.name]?.some((right) => right === one.right))
      .map(({ name, right }) => `revoke ${right} on ${kindOf([right])}${name} from ${role}`)
    return [...grants, ...revokes]
  })
}

/** Only a sequence may be used. */
function kindOf(verbs: readonly string[]): string {
  return verbs.includes('usage') ? 'sequence ' : ''
}

const ITERATIONS = 4_096

/** What PostgreSQL keeps of a password (RFC 5803), so that the password itself is in no log of its. */
function verifierOf(password: string): string {
  if (!/^[\x21-\x7e]+$/.test(password))
    throw new RangeError('Set the password of a role: expected ASCII without spaces')
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256')
  const keyed = (words: string) => createHmac('sha256', salted).update(words).digest()
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64')
  const parts = [
    `${ITERATIONS}:${salt.toString('base64')}`,
    `${stored}:${keyed('Server Key').toString('base64')}`,
  ]
  return `SCRAM-SHA-256$${parts.join('$')}`
}
