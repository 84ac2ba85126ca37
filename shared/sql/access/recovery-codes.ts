/** Recovery codes: each signs its person in once, where every passkey is lost. */

import type { Db, Tx } from '../open.ts'
import type { Person } from './people.ts'

/** Makes these the person's codes, and all before them void. */
export async function replaceRecoveryCodes(
  tx: Tx,
  personId: string,
  hashes: readonly Buffer[],
  now: Date,
): Promise<void> {
  await tx`delete from recovery_codes where person_id = ${personId}`
  for (const hash of hashes)
    await tx`insert into recovery_codes (code_hash, person_id, created_at)
      values (${hash}, ${personId}, ${now})`
}

/** Its person, who said so by name too; undefined where it was used or never was. */
export async function takeRecoveryCode(
  db: Db,
  { name, hash }: { name: string; hash: Buffer },
  now: Date,
): Promise<Person | undefined> {
  const [row] = await db<Person[]>`
    update recovery_codes c set used_at = ${now} from people p
    where code_hash = ${hash} and used_at is null
      and p.person_id = c.person_id and lower(p.name) = lower(${name}) and not p.disabled
    returning p.person_id, p.name, p.role, p.disabled`
  return row
}
