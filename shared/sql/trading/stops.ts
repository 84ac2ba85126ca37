/** Table `position_stop_levels`: where each open position ends. */

import type { Levels } from '../../domain/trading/stops.ts'
import type { Db, Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'

export type StopRow = Levels & { ticker: string; decisionId: string }

/** All levels, by ticker. */
export async function readStops(db: Db): Promise<Map<string, StopRow>> {
  const rows = await db<StopRow[]>`
    select ticker, decision_id, atr, stop_price, target_1, target_2, trailing_stop, half_taken
    from position_stop_levels where ${ofAccount(db)} order by ticker collate "C"
  `
  return new Map(rows.map((row) => [row.ticker, row]))
}

/**
 * Stores levels. Of the same position, the trailing stop never falls and half stays taken,
 * whatever is written; a new position starts anew.
 */
export async function saveStop(tx: Tx, row: StopRow, now: Date): Promise<void> {
  await tx`
    insert into position_stop_levels as old (ticker, decision_id, atr, stop_price, target_1, target_2,
      trailing_stop, half_taken, updated_at)
    values (${row.ticker}, ${row.decisionId}, ${row.atr}, ${row.stopPrice}, ${row.target1}, ${row.target2},
      ${row.trailingStop}, ${row.halfTaken}, ${now})
    on conflict (account_id, ticker) do update set decision_id = excluded.decision_id, atr = excluded.atr,
      stop_price = excluded.stop_price, target_1 = excluded.target_1, target_2 = excluded.target_2,
      trailing_stop = case when old.decision_id = excluded.decision_id
        then greatest(old.trailing_stop, excluded.trailing_stop) else excluded.trailing_stop end,
      half_taken = excluded.half_taken or (old.decision_id = excluded.decision_id and old.half_taken),
      updated_at = excluded.updated_at
  `
}

/** Forgets the levels of every ticker but those held. */
export async function keepStops(tx: Tx, held: readonly string[]): Promise<void> {
  await tx`
    delete from position_stop_levels
    where ticker <> all(${held as string[]}::text[]) and ${ofAccount(tx)}`
}
