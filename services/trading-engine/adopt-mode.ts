/** The mode, as the engine derives it from its environment as it starts. */

import { readEnv } from '#shared/host/env.ts'
import type { Tx } from '#shared/sql/open.ts'
import { saveMode } from '#shared/sql/trading/mode.ts'

export async function adoptMode(tx: Tx, now: Date): Promise<void> {
  const wanted = readEnv('BROKER_MODE')
  await saveMode(tx, wanted === 'paper' || wanted === 'live' ? wanted : 'disabled', now)
}
