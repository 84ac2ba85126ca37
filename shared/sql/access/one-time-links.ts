/** One-time links: each signs its person in once, until it ends. */

import type { Db } from '../open.ts'
import type { Person } from './people.ts'

/** Used and ended ones stay this long for who looks into what happened. */
const KEPT_DAYS = 30

export async function addLink(
  db: Db,
  made: { hash: Buffer; personId: string; madeBy: string; endsAt: Date },
  now: Date,
): Promise<void> {
  await db`delete from one_time_links
    where ends_at < ${now}::timestamptz - ${KEPT_DAYS} * interval '1 day'`
  await db`insert into one_time_links (link_hash, person_id, made_by, created_at, ends_at)
    values (${made.hash}, ${made.personId}, ${made.madeBy}, ${now}, ${made.endsAt})`
}

/** Its person; undefined where it was used, has ended, or never was. Of two that take it one has it. */
export async function takeLink(db: Db, hash: Buffer, now: Date): Promise<Person | undefined> {
  const [row] = await db<Person[]>`
    update one_time_links l set used_at = ${now} from people p
    where link_hash = ${hash} and used_at is null and ends_at > ${now}
      and p.person_id = l.person_id and not p.disabled
    returning p.person_id, p.name, p.role, p.disabled`
  return row
}

/** Ends what of a person's was not used yet. */
export async function endLinksOf(db: Db, personId: string, now: Date): Promise<void> {
  await db`update one_time_links set ends_at = ${now}
    where person_id = ${personId} and used_at is null and ends_at > ${now}`
}
