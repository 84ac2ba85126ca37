/** Turns a part off, has it run in shadow, or has what it says keep entries back. */

import type { Principal } from '#shared/contracts/api/principal.ts'
import { SHADOW_PARTS, type PartMode, type ShadowPart } from '#shared/contracts/shadow.ts'
import { badFields } from '#shared/host/refusal.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Tx } from '#shared/sql/open.ts'
import { changeConfig } from '#shared/sql/risk/config-changes.ts'
import { lockLimits } from '#shared/sql/risk/limits.ts'
import {
  readShadowMode,
  tellShadowSetting,
  type ShadowTold,
} from '#shared/sql/risk/shadow-setting.ts'

type Asked<P extends ShadowPart> = Asking & {
  by: Principal
  body: { mode: PartMode<P>; reason: string }
  askStepUp?(): void
}

/**
 * What is traded only keeps entries back: that it no longer does raises risk, and nothing else here does.
 *
 * @throws Refusal 422 where it stands so already, 403 `step_up` where it is taken out of trading without a
 *   passkey just used.
 */
export async function putShadowMode<P extends ShadowPart>(
  tx: Tx,
  part: P,
  asked: Asked<P>,
  now: Date,
): Promise<ShadowTold<P>> {
  const { by, body } = asked
  await lockLimits(tx)
  const before = await readShadowMode(tx, part)
  if (before === body.mode) throw badFields([{ field: 'mode', says: `it is ${before} already` }])
  if (before === 'traded') asked.askStepUp?.()
  const { mode, reason } = body
  const why = { by: 'name' in by ? by.name : by.kind, byId: 'id' in by ? by.id : '', reason }
  await changeConfig(tx, { stored: SHADOW_PARTS[part].stored, before, after: mode }, why, now)
  const told = { subject: part, before: { mode: before }, after: { mode }, reason }
  await keepChange(tx, asked, told, now)
  return tellShadowSetting(tx, part)
}
