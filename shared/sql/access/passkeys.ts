/** Passkeys: the public half of each, and how often it was used. */

import type { Role } from '../../contracts/api/principal.ts'
import type { Db, Tx } from '../open.ts'

export type PasskeyLine = {
  passkeyId: string
  name: string
  isSynced: boolean
  createdAt: Date
  lastUsedAt: Date | null
}

export type PublicHalf = {
  /** Base64url, as a browser names it. */
  credentialId: string
  /** COSE. */
  publicKey: Uint8Array
  counter: number
  transports: string[]
  isSynced: boolean
}

export type StoredPasskey = PublicHalf & {
  passkeyId: string
  personId: string
  personName: string
  role: Role
  disabled: boolean
}

export async function listPasskeys(
  db: Db,
  personId: string,
): Promise<(PasskeyLine & Pick<PublicHalf, 'credentialId' | 'transports'>)[]> {
  return db<(PasskeyLine & Pick<PublicHalf, 'credentialId' | 'transports'>)[]>`
    select passkey_id, name, is_synced, created_at, last_used_at, credential_id, transports
    from passkeys where person_id = ${personId} order by created_at, passkey_id`
}

/** Undefined where somebody has enrolled it. */
export async function addPasskey(
  db: Db,
  { personId, name, ...half }: PublicHalf & { personId: string; name: string },
  now: Date,
): Promise<PasskeyLine | undefined> {
  const [row] = await db<PasskeyLine[]>`
    insert into passkeys (person_id, name, credential_id, public_key, counter, transports, is_synced,
      created_at)
    values (${personId}, ${name}, ${half.credentialId}, ${Buffer.from(half.publicKey)}, ${half.counter},
      ${half.transports}, ${half.isSynced}, ${now})
    on conflict (credential_id) do nothing
    returning passkey_id, name, is_synced, created_at, last_used_at`
  return row
}

export async function findPasskey(
  db: Db,
  credentialId: string,
): Promise<StoredPasskey | undefined> {
  const [row] = await db<StoredPasskey[]>`
    select passkey_id, person_id, p.name as person_name, role, disabled, credential_id, public_key,
      counter, transports, is_synced
    from passkeys join people p using (person_id) where credential_id = ${credentialId}`
  return row
}

/**
 * Notes a use; false where another use came in between that left the counter as high, as one that
 * was sent twice does.
 */
export async function noteUse(
  db: Db,
  passkeyId: string,
  { counter, isSynced }: { counter: number; isSynced: boolean },
  now: Date,
): Promise<boolean> {
  const { count } = await db`
    update passkeys set counter = ${counter}, is_synced = ${isSynced}, last_used_at = ${now}
    where passkey_id = ${passkeyId} and (counter < ${counter} or (counter = 0 and ${counter} = 0))`
  return count === 1
}

/** True where it was that person's. */
export async function removePasskey(tx: Tx, personId: string, passkeyId: string): Promise<boolean> {
  const { count } = await tx`
    delete from passkeys where passkey_id = ${passkeyId} and person_id = ${personId}`
  return count === 1
}
