/** Table `trading_mode`: the one mode, and what it was derived from. */

import type { TradingMode } from '../../domain/trading/mode.ts'
import type { Tx } from '../open.ts'

/** Stores the mode as it was derived at `now`. */
export async function saveMode(tx: Tx, mode: TradingMode, now: Date): Promise<void> {
  await tx`
    insert into trading_mode (mode, derived_at) values (${mode}, ${now})
    on conflict (only_row) do update set mode = excluded.mode, derived_at = excluded.derived_at
  `
}
