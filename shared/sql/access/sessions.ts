/** Sessions: one row is one family of refresh tokens, of which the last alone is good. */

import type { Role } from '../../contracts/api/principal.ts'
import type { Db, Tx } from '../open.ts'

/** More than all people of a house have. */
const ROWS_MAX = 10_000

/** How a session began. */
export type SignInWay = 'link' | 'passkey' | 'recovery_code' | 'oidc'

/** Where a request came from, and what sent it. */
export type Client = { from: string; agent: string }

export type NewSession = Client & {
  sessionId: string
  personId: string
  way: SignInWay
  enrolOnly: boolean
  steppedUpAt: Date | null
  endsAt: Date
  refreshHash: Buffer
}

export type SessionState = {
  sessionId: string
  personId: string
  personName: string
  role: Role
  enrolOnly: boolean
  steppedUpAt: Date | null
}

export type Family = SessionState &
  Client & {
    refreshSerial: number
    refreshHash: Buffer
    refreshedAt: Date
  }

export type SessionLine = {
  sessionId: string
  personId: string
  personName: string
  way: SignInWay
  from: string
  agent: string
  createdAt: Date
  lastSeenAt: Date
  endsAt: Date
}

/** An ended session is listed nowhere; its row stays this long for who looks into what happened. */
const ENDED_KEPT_DAYS = 90

export async function addSession(db: Db, made: NewSession, now: Date): Promise<void> {
  await db`delete from sessions where person_id = ${made.personId}
    and least(ends_at, ended_at) < ${now}::timestamptz - ${ENDED_KEPT_DAYS} * interval '1 day'`
  await db`
    insert into sessions (session_id, person_id, way, enrol_only, from_address, agent, created_at,
      last_seen_at, ends_at, stepped_up_at, refresh_serial, refresh_hash, refreshed_at)
    values (${made.sessionId}, ${made.personId}, ${made.way}, ${made.enrolOnly}, ${made.from},
      ${made.agent}, ${now}, ${now}, ${made.endsAt}, ${made.steppedUpAt}, 1, ${made.refreshHash}, ${now})`
}

const live = (db: Db, now: Date) => db`ended_at is null and ends_at > ${now} and not disabled`

/** Undefined where it has ended, or its person may no longer come in. */
export async function readSession(
  db: Db,
  sessionId: string,
  now: Date,
): Promise<SessionState | undefined> {
  const [row] = await db<SessionState[]>`
    select session_id, person_id, p.name as person_name, role, enrol_only, stepped_up_at
    from sessions join people p using (person_id)
    where session_id = ${sessionId} and ${live(db, now)}`
  return row
}

/** A live session for its renewal: whoever renews it too waits until the transaction ends. */
export async function lockFamily(
  tx: Tx,
  sessionId: string,
  now: Date,
): Promise<Family | undefined> {
  const [row] = await tx<Family[]>`
    select session_id, person_id, p.name as person_name, role, enrol_only, stepped_up_at,
      from_address as "from", agent, refresh_serial, refresh_hash, refreshed_at
    from sessions s join people p using (person_id)
    where session_id = ${sessionId} and ${live(tx, now)} for update of s`
  return row
}

export async function renewFamily(
  tx: Tx,
  sessionId: string,
  next: Client & { serial: number; hash: Buffer },
  now: Date,
): Promise<void> {
  await tx`
    update sessions set refresh_serial = ${next.serial}, refresh_hash = ${next.hash},
      refreshed_at = ${now}, last_seen_at = ${now}, from_address = ${next.from}, agent = ${next.agent}
    where session_id = ${sessionId}`
}

/** Notes a fresh use of a passkey: what could only enrol may all of its role from here on. */
export async function stepUpSession(db: Db, sessionId: string, now: Date): Promise<void> {
  await db`update sessions set stepped_up_at = ${now}, enrol_only = false
    where session_id = ${sessionId}`
}

/** Live ones, of one person or of all, the newest first. */
export async function listSessions(
  db: Db,
  personId: string | undefined,
  now: Date,
): Promise<SessionLine[]> {
  return db<SessionLine[]>`
    select session_id, person_id, p.name as person_name, way, from_address as "from", agent,
      s.created_at, s.last_seen_at, ends_at
    from sessions s join people p using (person_id)
    where ${live(db, now)} and ${personId === undefined ? db`true` : db`person_id = ${personId}`}
    order by s.created_at desc, session_id limit ${ROWS_MAX}`
}

/** Whose it was; undefined where no such session lives, or it is not of `of`. */
export async function endSession(
  db: Db,
  { sessionId, of, why }: { sessionId: string; of?: string; why: string },
  now: Date,
): Promise<string | undefined> {
  const [row] = await db<{ personId: string }[]>`
    update sessions set ended_at = ${now}, ended_why = ${why}
    where session_id = ${sessionId} and ended_at is null and ends_at > ${now}
      and ${of === undefined ? db`true` : db`person_id = ${of}`}
    returning person_id`
  return row?.personId
}

/** Ends all of a person's. */
export async function endSessionsOf(
  db: Db,
  personId: string,
  why: string,
  now: Date,
): Promise<void> {
  await db`update sessions set ended_at = ${now}, ended_why = ${why}
    where person_id = ${personId} and ended_at is null`
}
