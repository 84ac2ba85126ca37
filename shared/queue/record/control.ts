/** Tables `pipeline_control` and `paused_stages`: the switch, and stages paused one by one. */

import { appendAudit, nameOf, type Actor, type AuditEntry } from '../../sql/access/audit.ts'
import type { Db, Tx } from '../../sql/open.ts'

export type Control = { enabled: boolean; changedAt: Date; changedBy: string; reason: string }

/** The switch; the row is made, as `initially` says, when there is none. */
export async function readControl(db: Db, initially: boolean): Promise<Control> {
  const [row] = await db<Control[]>`
    select enabled, changed_at, changed_by, reason from pipeline_control
  `
  if (row) return row
  const [made] = await db<Control[]>`
    insert into pipeline_control (enabled) values (${initially})
    on conflict (only_row) do update set only_row = true
    returning enabled, changed_at, changed_by, reason
  `
  return made!
}

/** Keeps others from changing the switch until this transaction ends. */
export async function lockControl(tx: Tx): Promise<void> {
  await tx`select from pipeline_control for update`
}

/** By whom; where a route was asked for, by which one and in which trace. */
export type AskedBy = { by: Actor; action?: string; traceId?: string }
type Change = AskedBy & { now: Date }

/** Sets the switch and writes the audit. */
export async function writeControl(
  tx: Tx,
  { enabled, by, reason, now, action, traceId }: Change & { enabled: boolean; reason: string },
): Promise<void> {
  const [before = null] = await tx<{ enabled: boolean }[]>`select enabled from pipeline_control`
  await tx`
    insert into pipeline_control (enabled, changed_by, reason)
    values (${enabled}, ${nameOf(by)}, ${reason})
    on conflict (only_row) do update set
      enabled = excluded.enabled, changed_by = excluded.changed_by, reason = excluded.reason,
      changed_at = clock_timestamp()
  `
  await audit(tx, {
    by,
    now,
    action: action ?? (enabled ? 'pipeline_on' : 'pipeline_off'),
    traceId: traceId ?? null,
    does: 'turns the pipeline on or off',
    subject: 'pipeline',
    before,
    after: { enabled },
    reason,
  })
}

/** Stages that an operator paused, by name. */
export async function readPausedStages(db: Db): Promise<string[]> {
  const rows = await db<{ stage: string }[]>`select stage from paused_stages order by stage`
  return rows.map(({ stage }) => stage)
}

type Pausing = Change & { stage: string; reason: string }

/** Pauses a stage; false where it is paused already. */
export async function insertPausedStage(tx: Tx, asked: Pausing): Promise<boolean> {
  const { stage, by, reason } = asked
  const added = await tx`
    insert into paused_stages (stage, paused_by, reason) values (${stage}, ${nameOf(by)}, ${reason})
    on conflict (stage) do nothing
  `
  if (added.count > 0) await auditPause(tx, asked, true)
  return added.count > 0
}

/** Ends a stage's pause; false where there is none. */
export async function deletePausedStage(tx: Tx, asked: Pausing): Promise<boolean> {
  const gone = await tx`delete from paused_stages where stage = ${asked.stage}`
  if (gone.count > 0) await auditPause(tx, asked, false)
  return gone.count > 0
}

const auditPause = (
  tx: Tx,
  { stage, by, now, reason, action, traceId }: Pausing,
  paused: boolean,
) =>
  audit(tx, {
    by,
    now,
    action: action ?? (paused ? 'stage_paused' : 'stage_resumed'),
    traceId: traceId ?? null,
    does: 'pauses or resumes a stage',
    subject: stage,
    before: { paused: !paused },
    after: { paused },
    reason,
  })

const audit = (tx: Tx, entry: Omit<AuditEntry, 'subjectKind'>) =>
  appendAudit(tx, { ...entry, subjectKind: 'pipeline' })
