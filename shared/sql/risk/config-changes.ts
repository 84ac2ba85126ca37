/** Tables `risk_configs` and `risk_config_changes`: one value that is changed, with who did it and why. */

import { deriveId } from '../../host/ids.ts'
import type { Tx } from '../open.ts'

/** Who changes it, and why. */
export type Why = { by: string; byId: string; reason: string }

/** Under the name it is stored by; what stood before may be unsound, or nothing. */
type ConfigChange = { stored: string; before: unknown; after: string | number | boolean }

/** Puts a value in force, and keeps the change. The caller holds the limits, and says what is sound. */
export async function changeConfig(
  tx: Tx,
  { stored, before, after }: ConfigChange,
  why: Why,
  now: Date,
): Promise<void> {
  const id = await changeIdOf(tx, { stored, before, after }, now)
  await tx`
    insert into risk_configs (name, value, changed_at, changed_by)
    values (${stored}, ${JSON.stringify(after)}::text::jsonb, clock_timestamp(), ${why.by})
    on conflict (name) do update set value = excluded.value, changed_at = excluded.changed_at,
      changed_by = excluded.changed_by`
  await tx`
    insert into risk_config_changes
      (risk_config_change_id, name, before, after, at, changed_by, changed_by_id, reason)
    values (${id}, ${stored}, ${JSON.stringify(plain(before))}::text::jsonb, ${JSON.stringify(after)}::text::jsonb,
      ${now}, ${why.by}, ${why.byId}, ${why.reason})`
}

/** A clock that stands lets the same change be made twice at one moment, there and back again. */
async function changeIdOf(tx: Tx, { stored, before, after }: ConfigChange, now: Date) {
  const [row] = await tx<{ times: number }[]>`
    select count(*)::int as times from risk_config_changes where name = ${stored} and at = ${now}`
  const again = row?.times ? [row.times] : []
  return deriveId('limit', stored, now.toISOString(), JSON.stringify([before, after]), ...again)
}

/** As changes list it: a number, a text, a switch or nothing. */
function plain(before: unknown): string | number | boolean | null {
  if (['number', 'string', 'boolean'].includes(typeof before)) return before as string
  return before === undefined || before === null ? null : JSON.stringify(before)
}
