/** Turns strategies off, or has them say in shadow what they want. */

import type { StrategyChange, StrategySetting } from '#shared/contracts/api/strategies.ts'
import type { Principal } from '#shared/contracts/api/principal.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { STRATEGIES_SETTING } from '#shared/domain/strategy/shadow/mode.ts'
import { badFields } from '#shared/host/refusal.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Tx } from '#shared/sql/open.ts'
import { changeConfig } from '#shared/sql/risk/config-changes.ts'
import { lockLimits } from '#shared/sql/risk/limits.ts'
import { readStrategyMode, tellStrategySetting } from '#shared/sql/strategy/setting.ts'

/** @throws Refusal 422 where it stands so already. */
export async function putStrategyMode(
  tx: Tx,
  asked: Asking & { by: Principal; body: StrategyChange },
  now: Date,
): Promise<Served<StrategySetting>> {
  const { by, body } = asked
  await lockLimits(tx)
  const before = await readStrategyMode(tx)
  if (before === body.mode) throw badFields([{ field: 'mode', says: `it is ${before} already` }])
  const { mode, reason } = body
  const why = { by: 'name' in by ? by.name : by.kind, byId: 'id' in by ? by.id : '', reason }
  await changeConfig(tx, { stored: STRATEGIES_SETTING, before, after: mode }, why, now)
  const told = { subject: 'strategies', before: { mode: before }, after: { mode }, reason }
  await keepChange(tx, asked, told, now)
  return tellStrategySetting(tx)
}
