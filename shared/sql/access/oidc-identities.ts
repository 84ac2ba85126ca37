/** Which person a company's sign-in means. */

import type { Db } from '../open.ts'
import type { Person } from './people.ts'

export type OidcName = { issuer: string; subject: string }

export async function findByIdentity(
  db: Db,
  { issuer, subject }: OidcName,
): Promise<Person | undefined> {
  const [row] = await db<Person[]>`
    select person_id, p.name, role, disabled from oidc_identities join people p using (person_id)
    where issuer = ${issuer} and subject = ${subject}`
  return row
}

export async function addIdentity(
  db: Db,
  { issuer, subject }: OidcName,
  personId: string,
  now: Date,
): Promise<void> {
  await db`insert into oidc_identities (issuer, subject, person_id, created_at)
    values (${issuer}, ${subject}, ${personId}, ${now})`
}
