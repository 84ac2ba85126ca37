/** Follows the chain of `audit_events` from its beginning, and finds where it does not hold. */

import { createHash } from 'node:crypto'
import type { Sql, Tx } from '../open.ts'

/** A place in the chain and the hash there; noted elsewhere, it shows what was cut off or made anew. */
export type Head = { position: number; hash: string }

export type AuditFault = {
  /** The row, where there is one. */
  auditId: number | null
  /** Its place in the chain; null of a row that has none. */
  position: number | null
  /** What differs. */
  says: string
}

export type AuditVerdict = {
  /** Rows read, and of how many only the digest is kept since retention took them. */
  checked: number
  forgotten: number
  head: Head
  /** The first one; undefined where the chain holds. */
  fault?: AuditFault
}

type Link = {
  position: number
  digest: Buffer | null
  auditId: number | null
  hash: Buffer | null
  /** What the row says, as `audit_text` writes it; null of one that retention took. */
  told: string | null
}

/** Rows held at a time. */
const ROWS = 1_000

/**
 * Reads every row once, as of one moment. What a row says is hashed here and not by the database.
 * `noted` is a head seen before, which the chain must still pass through.
 */
export function verifyAudit(sql: Sql, noted?: Head): Promise<AuditVerdict> {
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const reached = await follow(tx, noted)
    if (reached.fault) return reached
    const fault = (await findEnd(tx, reached.head, noted)) ?? (await findLoose(tx))
    return fault ? { ...reached, fault } : reached
  })
}

/** From link to link, up to the first that does not hold. */
async function follow(tx: Tx, noted?: Head): Promise<AuditVerdict> {
  let position = 0
  let last: Buffer = sha256('')
  const verdict = { checked: 0, forgotten: 0 }
  for await (const links of linksOf(tx).cursor(ROWS)) {
    for (const link of links) {
      const says = judge(link, { position, last })
      const next = sha256(Buffer.concat([last, link.digest ?? Buffer.alloc(0)]))
      const isOther = noted?.position === link.position && noted.hash !== next.toString('hex')
      const differs = says ?? (isOther ? `its hash is not the one noted, ${noted.hash}` : undefined)
      if (differs !== undefined)
        return { ...verdict, ...at(position, last), fault: faultAt(link, differs) }
      verdict[link.told === null ? 'forgotten' : 'checked'] += 1
      position = link.position
      last = next
    }
  }
  return { ...verdict, ...at(position, last) }
}

/** What is wrong with a link after the place `position`; undefined: nothing. */
function judge(
  { position, digest, hash, told }: Link,
  before: { position: number; last: Buffer },
): string | undefined {
  const due = before.position + 1
  if (position < due) return `place ${position} of the chain is taken twice`
  if (position > due)
    return `of the rows at places ${due} to ${position - 1} nothing is left: they were deleted`
  if (!digest) return 'it has no digest: it was not written as rows are'
  if (told === null) return undefined
  if (!sha256(told).equals(digest))
    return 'what it says is not what was written: its digest differs'
  if (!hash || !sha256(Buffer.concat([before.last, digest])).equals(hash))
    return 'it does not follow the row before it: its hash differs'
  return undefined
}

/** Every link in order, that of a row which retention took among them. */
const linksOf = (tx: Tx) => tx<Link[]>`
  select position, digest, audit_event_id as audit_id, hash, ${toldBy(tx)} as told
  from audit_events where position is not null
  union all
  select position, digest, null, null, null from audit_forgotten
  order by position`

/** As the database's own \`audit_text\`, which who changes rows might have changed as well. */
const toldBy = (tx: Tx) => tx`
  jsonb_build_array(audit_event_id,
    to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    to_char(business_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    actor_kind, actor_id, actor, asked_from, action, does, entity_type,
    entity_id, before, detail, reason, outcome, trace_id)::text`

/** Whether rows are gone from the end: the chain must reach its head, and what was noted of it. */
async function findEnd(tx: Tx, reached: Head, noted?: Head): Promise<AuditFault | undefined> {
  const [head] = await tx<Head[]>`select position, encode(hash, 'hex') as hash from audit_head`
  const wanted = noted && noted.position > (head?.position ?? 0) ? noted : head
  if (wanted && wanted.position === reached.position && wanted.hash === reached.hash)
    return undefined
  const says =
    wanted && wanted.position > reached.position
      ? `the chain ends at place ${reached.position}, and its head stood at ${wanted.position}: rows are gone from its end`
      : `the chain ends at place ${reached.position}, and its head says another end: rows were added past it`
  return { auditId: null, position: reached.position, says }
}

/** A row that was never given a place. */
async function findLoose(tx: Tx): Promise<AuditFault | undefined> {
  const [row] = await tx<{ auditId: number }[]>`
    select audit_event_id as audit_id from audit_events where position is null
    order by audit_event_id limit 1`
  return row && { ...row, position: null, says: 'it has no place in the chain: it was forged' }
}

function faultAt({ auditId, position }: Link, says: string): AuditFault {
  return { auditId, position, says }
}

function at(position: number, hash: Buffer): { head: Head } {
  return { head: { position, hash: hash.toString('hex') } }
}

function sha256(of: string | Buffer): Buffer {
  return createHash('sha256').update(of).digest()
}
