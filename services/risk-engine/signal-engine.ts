/** Turns the signal engine off, or has it keep what it says. */

import type { EngineChange, EngineSetting } from '#shared/contracts/api/signal-engine.ts'
import type { Principal } from '#shared/contracts/api/principal.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { SIGNAL_ENGINE_SETTING } from '#shared/domain/signal-engine/mode.ts'
import { badFields } from '#shared/host/refusal.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Tx } from '#shared/sql/open.ts'
import { changeConfig } from '#shared/sql/risk/config-changes.ts'
import { lockLimits } from '#shared/sql/risk/limits.ts'
import { readEngineMode, tellEngineSetting } from '#shared/sql/signal-engine/setting.ts'

/** @throws Refusal 422 where it stands so already. */
export async function putEngineMode(
  tx: Tx,
  asked: Asking & { by: Principal; body: EngineChange },
  now: Date,
): Promise<Served<EngineSetting>> {
  const { by, body } = asked
  await lockLimits(tx)
  const before = await readEngineMode(tx)
  if (before === body.mode) throw badFields([{ field: 'mode', says: `it is ${before} already` }])
  const { mode, reason } = body
  const why = { by: 'name' in by ? by.name : by.kind, byId: 'id' in by ? by.id : '', reason }
  await changeConfig(tx, { stored: SIGNAL_ENGINE_SETTING, before, after: mode }, why, now)
  const told = { subject: 'signal_engine', before: { mode: before }, after: { mode }, reason }
  await keepChange(tx, asked, told, now)
  return tellEngineSetting(tx)
}
