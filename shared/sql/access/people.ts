/** People: who they are, what they may do, and that one who may do all stays able to come in. */

import type { Role } from '../../contracts/api/principal.ts'
import type { Db, Tx } from '../open.ts'

export type Person = { personId: string; name: string; role: Role; disabled: boolean }

export type PersonLine = Person & {
  passkeys: number
  recoveryCodesLeft: number
  createdAt: Date
  lastSeenAt: Date | null
}

export async function readPeople(db: Db): Promise<PersonLine[]> {
  return db<PersonLine[]>`
    select person_id, name, role, disabled, created_at, last_seen_at,
      (select count(*)::integer from passkeys k where k.person_id = p.person_id) as passkeys,
      (select count(*)::integer from recovery_codes c
        where c.person_id = p.person_id and used_at is null) as recovery_codes_left
    from people p order by lower(name) collate "C"`
}

export async function readPersonLine(db: Db, personId: string): Promise<PersonLine | undefined> {
  return (await readPeople(db)).find((person) => person.personId === personId)
}

export async function findPersonByName(db: Db, name: string): Promise<Person | undefined> {
  const [row] = await db<Person[]>`
    select person_id, name, role, disabled from people where lower(name) = lower(${name})`
  return row
}

/** Undefined where somebody has the name. */
export async function addPerson(
  db: Db,
  { name, role }: { name: string; role: Role },
  now: Date,
): Promise<Person | undefined> {
  const [row] = await db<Person[]>`
    insert into people (name, role, created_at) values (${name}, ${role}, ${now})
    on conflict do nothing returning person_id, name, role, disabled`
  return row
}

export async function changePerson(
  tx: Tx,
  personId: string,
  { role, disabled }: { role: Role; disabled: boolean },
): Promise<Person | undefined> {
  const [row] = await tx<Person[]>`
    update people set role = ${role}, disabled = ${disabled} where person_id = ${personId}
    returning person_id, name, role, disabled`
  return row
}

export async function noteSeen(db: Db, personId: string, now: Date): Promise<void> {
  await db`update people set last_seen_at = ${now} where person_id = ${personId}`
}

/** Held until the transaction ends: who may come in changes one change at a time. */
export async function lockPeople(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('people'))`
}

/** Admins who are not disabled, and those of them who could sign in by a passkey now. */
export async function countAdmins(tx: Tx): Promise<{ all: number; withPasskey: number }> {
  const [row] = await tx<{ all: number; withPasskey: number }[]>`
    select count(*)::integer as "all", count(*) filter (where exists (
      select from passkeys k where k.person_id = p.person_id))::integer as with_passkey
    from people p where role = 'admin' and not disabled`
  return row!
}
