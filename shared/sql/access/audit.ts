/** Table `audit_events`: who changed what, from where and why; it is only added to. */

import type { Principal } from '../../contracts/api/principal.ts'
import { redactJson } from '../../host/redact.ts'
import type { Sort } from '../../contracts/api/words.ts'
import { isFalling } from '../page.ts'
import type { Db, Tx } from '../open.ts'

/** Who acts: whoever a door let in, or who is known by a name alone, as at a command line. */
export type Actor = {
  kind: Principal['kind']
  id?: string
  name?: string
  /** The address asked from, or what else says whence; empty where a service acts by itself. */
  from: string
}

type Values = Readonly<Record<string, unknown>>

export type AuditEntry = {
  by: Actor
  /** A lower_snake word, or method and path of a route. */
  action: string
  /** In words: 'turns the pipeline on or off'. */
  does?: string
  /** The kind of what is changed, such as `position`. */
  subjectKind?: string
  /** What is changed, by its id or name; empty where the action says it. */
  subject: string
  before?: Values | null
  /** What it is then, or what is told of it. */
  after?: Values | null
  reason?: string
  /** `done`, or the code of the refusal. */
  outcome?: string
  traceId?: string | null
  /** Business time. */
  now: Date
}

/** A service of ours that acts by itself. */
export const serviceActor = (name: string): Actor => ({ kind: 'service', name, from: '' })

/** Who typed a command, as he calls himself. */
export const commandActor = (name: string): Actor => ({
  kind: 'person',
  name,
  from: 'command line',
})

export const nameOf = ({ kind, name }: Actor): string => name ?? kind

/**
 * Adds one row, in the transaction of the change that it tells of: it stands exactly when the
 * change does. The database gives it its place in the chain at the commit (docs/audit.md), so it
 * may be called anywhere in a transaction, whatever is locked before or after.
 */
export async function appendAudit(tx: Tx | Db, entry: AuditEntry): Promise<void> {
  const { by, before = null, after = null, now } = entry
  await tx`
    insert into audit_events (business_at, actor_kind, actor_id, actor, asked_from, action, does,
      entity_type, entity_id, before, detail, reason, outcome, trace_id)
    values (${now}, ${by.kind}, ${by.id ?? ''}, ${nameOf(by)}, ${by.from}, ${entry.action},
      ${entry.does ?? ''}, ${entry.subjectKind ?? ''}, ${entry.subject},
      ${before && tx.json(redactJson(before) as never)}, ${tx.json(redactJson(after ?? {}) as never)},
      ${entry.reason ?? ''}, ${entry.outcome ?? 'done'}, ${entry.traceId ?? null})
  `
}

export type AuditFilter = {
  limit: number
  actor?: string | undefined
  sort?: Sort
  /** Goes on behind the row with this id. */
  after?: number | undefined
}

/** Rows, newest first unless asked otherwise. */
export async function readAudit(db: Db, filter: AuditFilter) {
  const { limit, actor, sort = '-auditId', after } = filter
  const [beyond, way] = isFalling(sort) ? [db`<`, db`desc`] : [db`>`, db`asc`]
  return db<AuditRecord[]>`
    select audit_event_id as audit_id, at, actor_kind, actor, asked_from as "from", action, does,
      entity_id as subject, before, nullif(detail, '{}') as after, reason, outcome, trace_id,
      encode(hash, 'hex') as hash
    from audit_events
    where hash is not null ${actor === undefined ? db`` : db`and actor = ${actor}`}
      ${after === undefined ? db`` : db`and audit_event_id ${beyond} ${after}`}
    order by audit_event_id ${way} limit ${limit}`
}

export type AuditRecord = {
  auditId: number
  at: Date
  actorKind: Actor['kind']
  actor: string
  from: string
  action: string
  does: string
  subject: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  reason: string
  outcome: string
  traceId: string | null
  hash: string
}
