/** API tokens of people, for scripts. */

import type { Role } from '../../contracts/api/principal.ts'
import type { Db } from '../open.ts'

/** More than all people of a house have. */
const ROWS_MAX = 10_000

export type TokenLine = {
  tokenId: string
  name: string
  role: Role
  areas: string[]
  personId: string
  personName: string
  createdAt: Date
  lastUsedAt: Date | null
  endsAt: Date | null
  revokedAt: Date | null
}

export type LiveToken = Pick<TokenLine, 'tokenId' | 'name' | 'role' | 'areas' | 'lastUsedAt'> & {
  /** What its person may do now; the token may no more than that. */
  personRole: Role
}

/** A use is noted once in so long: a script may ask a thousand times a minute. */
const NOTED_SECONDS = 60

const line = (db: Db) => db`
  select token_id, t.name, t.role, areas, person_id, p.name as person_name, t.created_at, last_used_at,
    ends_at, revoked_at
  from api_tokens t join people p using (person_id)`

/** Of one person or of all, the newest first. */
export async function listTokens(db: Db, personId: string | undefined): Promise<TokenLine[]> {
  return db<TokenLine[]>`${line(db)}
    where ${personId === undefined ? db`true` : db`person_id = ${personId}`}
    order by t.created_at desc, token_id limit ${ROWS_MAX}`
}

export async function addToken(
  db: Db,
  made: Pick<TokenLine, 'name' | 'role' | 'areas' | 'personId' | 'endsAt'> & { hash: Buffer },
  now: Date,
): Promise<TokenLine> {
  const [row] = await db<{ tokenId: string }[]>`
    insert into api_tokens (token_hash, person_id, name, role, areas, created_at, ends_at)
    values (${made.hash}, ${made.personId}, ${made.name}, ${made.role}, ${made.areas}, ${now},
      ${made.endsAt})
    returning token_id`
  const [made1] = await db<TokenLine[]>`${line(db)} where token_id = ${row!.tokenId}`
  return made1!
}

/** Undefined where it was revoked, has ended, never was, or its person may no longer come in. */
export async function readLiveToken(
  db: Db,
  hash: Buffer,
  now: Date,
): Promise<LiveToken | undefined> {
  const [row] = await db<LiveToken[]>`
    select token_id, t.name, t.role, areas, last_used_at, p.role as person_role
    from api_tokens t join people p using (person_id)
    where token_hash = ${hash} and revoked_at is null and (ends_at is null or ends_at > ${now})
      and not disabled`
  return row
}

/** Whether the token of this id still holds. */
export async function isTokenLive(db: Db, tokenId: string, now: Date): Promise<boolean> {
  const rows = await db`
    select from api_tokens join people using (person_id)
    where token_id = ${tokenId} and revoked_at is null and (ends_at is null or ends_at > ${now})
      and not disabled`
  return rows.length === 1
}

/** Most requests of a script so cost one look and no write. */
export async function noteTokenUse(
  db: Db,
  { tokenId, lastUsedAt }: Pick<LiveToken, 'tokenId' | 'lastUsedAt'>,
  now: Date,
): Promise<void> {
  if (lastUsedAt && lastUsedAt.getTime() >= now.getTime() - NOTED_SECONDS * 1_000) return
  await db`update api_tokens set last_used_at = ${now} where token_id = ${tokenId}
    and (last_used_at is null
      or last_used_at < ${now}::timestamptz - ${NOTED_SECONDS} * interval '1 second')`
}

/** False where there is none that could be revoked, or it is not of `of`. */
export async function revokeToken(
  db: Db,
  { tokenId, of }: { tokenId: string; of?: string },
  now: Date,
): Promise<boolean> {
  const { count } = await db`
    update api_tokens set revoked_at = ${now} where token_id = ${tokenId} and revoked_at is null
      and ${of === undefined ? db`true` : db`person_id = ${of}`}`
  return count === 1
}
