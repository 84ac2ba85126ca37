/** Tables `alert_firings` and `alert_silences`: what fires, what did, who took note, and what is silent until when. */

import type { Firing } from '../../domain/alerts/judge.ts'
import type { Db, Tx } from '../open.ts'

/** Ended firings are kept for so long, and go a few at a time as others come. */
const KEPT = '90 days'
const GONE_AT_ONCE = 100

export type UntoldFiring = {
  firingId: string
  alert: string
  /** In words; null where it has none. */
  labels: string | null
  severity: string
  summary: string
}

/**
 * Writes what fires now, and ends what does not; `mayEnd` names rules that have been judged for long enough to say so.
 * Returns, once, what nobody has been told of: what began, and what still fires as its silence is over.
 * Of two programs that judge at once one writes.
 */
export async function keepFirings(
  tx: Tx,
  {
    firing,
    mayEnd,
    nowMs,
  }: { firing: readonly Firing[]; mayEnd: readonly string[]; nowMs: number },
): Promise<UntoldFiring[]> {
  const [turn] = await tx<{ isOurs: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtext('alert_firings')) as is_ours`
  if (!turn?.isOurs) return []
  const rows = firing.map(({ sinceMs, labels, alert, severity, summary }) => ({
    alert,
    labels,
    severity,
    summary,
    ago: (nowMs - sinceMs) / 1_000,
  }))
  const told = tx`jsonb_to_recordset(${tx.json(rows)})
    as told (alert text, labels jsonb, severity text, summary text, ago double precision)`
  await tx`
    update alert_firings open set ended_at = clock_timestamp()
    where ended_at is null and alert = any(${mayEnd as string[]}::text[])
      and not exists (select from ${told} where told.alert = open.alert and told.labels = open.labels)`
  await tx`
    insert into alert_firings (alert, labels, severity, summary, began_at)
    select alert, labels, severity, summary, clock_timestamp() - ago * interval '1 second' from ${told}
    on conflict (alert, labels) where ended_at is null do nothing`
  await tx`
    delete from alert_firings where firing_id in (select firing_id from alert_firings
      where ended_at < clock_timestamp() - ${KEPT}::interval limit ${GONE_AT_ONCE})`
  return tx<UntoldFiring[]>`
    update alert_firings untold set told_at = clock_timestamp()
    where ended_at is null and told_at is null and acked_at is null
      and not exists (select from alert_silences silent
        where silent.alert = untold.alert and silent.until > clock_timestamp())
    returning firing_id, alert, severity, summary,
      (select string_agg(key || ' ' || value, ', ' order by key) from jsonb_each_text(labels)) as labels`
}

export type StoredFiring = {
  firingId: string
  alert: string
  labels: Record<string, string>
  severity: 'critical' | 'warning' | 'info'
  summary: string
  beganAt: Date
  endedAt: Date | null
  ackedAt: Date | null
  ackedBy: string | null
  ackedBecause: string | null
}

const FIRING = `firing_id, alert, labels, severity, summary, began_at, ended_at, acked_at, acked_by, acked_because`

/** What fires now, the gravest and newest first. */
export function readFiring(db: Db, most: number): Promise<StoredFiring[]> {
  return db<StoredFiring[]>`
    select ${db.unsafe(FIRING)} from alert_firings where ended_at is null
    order by array_position(array['critical', 'warning', 'info'], severity), began_at desc, firing_id limit ${most}`
}

/** What fired and ended, by when it began. */
export function readEnded(db: Db, most: number): Promise<StoredFiring[]> {
  return db<StoredFiring[]>`
    select ${db.unsafe(FIRING)} from alert_firings where ended_at is not null
    order by began_at desc, firing_id desc limit ${most}`
}

export type Silence = {
  alert: string
  until: Date
  silencedBy: string
  silencedAt: Date
  reason: string
}

/** Those that are not over. */
export function readSilences(db: Db): Promise<Silence[]> {
  return db<Silence[]>`
    select alert, until, silenced_by, silenced_at, reason from alert_silences
    where until > clock_timestamp() order by alert`
}

/** Takes note of one that fires; false where it fires no more, or somebody has taken note. */
export async function ackFiring(
  tx: Tx,
  { firingId, by, because }: { firingId: string; by: string; because: string },
): Promise<{ alert: string } | undefined> {
  const [row] = await tx<{ alert: string }[]>`
    update alert_firings set acked_at = clock_timestamp(), acked_by = ${by}, acked_because = ${because}
    where firing_id = ${firingId} and ended_at is null and acked_at is null returning alert`
  return row
}

/** Keeps an alert silent for so many minutes from now, or ends its silence at 0. */
export async function silenceAlert(
  tx: Tx,
  { alert, minutes, by, reason }: { alert: string; minutes: number; by: string; reason: string },
): Promise<void> {
  await tx`
    insert into alert_silences (alert, until, silenced_by, reason)
    values (${alert}, clock_timestamp() + ${minutes}::integer * interval '1 minute', ${by}, ${reason})
    on conflict (alert) do update set until = excluded.until, silenced_by = excluded.silenced_by,
      silenced_at = clock_timestamp(), reason = excluded.reason`
}
