/** Turns a part off, or has it run in shadow. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { ShadowSetting } from '#shared/contracts/api/shadow.ts'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { SHADOW_PARTS, type ShadowMode, type ShadowPart } from '#shared/contracts/shadow.ts'
import { badFields } from '#shared/host/refusal.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Tx } from '#shared/sql/open.ts'
import { changeConfig } from '#shared/sql/risk/config-changes.ts'
import { lockLimits } from '#shared/sql/risk/limits.ts'
import { readShadowMode, tellShadowSetting } from '#shared/sql/risk/shadow-setting.ts'

type Asked = Asking & { by: Principal; body: { mode: ShadowMode; reason: string } }

/** @throws Refusal 422 where it stands so already. */
export async function putShadowMode(
  tx: Tx,
  part: ShadowPart,
  asked: Asked,
  now: Date,
): Promise<Served<ShadowSetting>> {
  const { by, body } = asked
  await lockLimits(tx)
  const before = await readShadowMode(tx, part)
  if (before === body.mode) throw badFields([{ field: 'mode', says: `it is ${before} already` }])
  const { mode, reason } = body
  const why = { by: 'name' in by ? by.name : by.kind, byId: 'id' in by ? by.id : '', reason }
  await changeConfig(tx, { stored: SHADOW_PARTS[part], before, after: mode }, why, now)
  const told = { subject: part, before: { mode: before }, after: { mode }, reason }
  await keepChange(tx, asked, told, now)
  return tellShadowSetting(tx, part)
}
