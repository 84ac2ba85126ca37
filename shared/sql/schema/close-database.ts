/**
 * Who may come into the product's database: the roles of rights.ts, and nobody else whom its owner has
 * not named. PostgreSQL lets every role of a server into every database, to make temporary tables there.
 */

import type { Tx } from '../open.ts'
import { databaseRoles, type DatabaseRole } from './rights.ts'

const OPEN_TO_ALL =
  'Every role of this server may come into this database, and only its owner can change that: docs/roles.md'

/** Statements that bring the database to it; none where it is so, or where this user does not own it. */
export async function closeDatabase(
  tx: Tx,
  roles: readonly DatabaseRole[],
  say: (words: string) => void,
): Promise<string[]> {
  const [database] = await tx<{ name: string; isOwn: boolean }[]>`
    select quote_ident(datname) as name, pg_has_role(datdba, 'usage') as is_own
    from pg_database where datname = current_database()`
  const { name, isOwn } = database!
  const granted = await tx<{ role: string; right: string }[]>`
    select coalesce(rolname, 'public') as role, lower(privilege_type) as right
    from pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba)))
      left join pg_roles r on r.oid = grantee
    where datname = current_database() and (grantee = 0 or rolname = any(${databaseRoles}))`
  const tooMuch = granted.filter(({ role, right }) => role === 'public' || right !== 'connect')
  if (!isOwn) {
    if (tooMuch.length > 0) say(OPEN_TO_ALL)
    return []
  }
  const mayComeIn = (role: string) =>
    granted.some((one) => one.role === role && one.right === 'connect')
  return [
    ...roles
      .filter((role) => !mayComeIn(role))
      .map((role) => `grant connect on database ${name} to ${role}`),
    ...tooMuch.map(({ role, right }) => `revoke ${right} on database ${name} from ${role}`),
  ]
}
