/** Table `position_stop_levels`: where each open position ends. */

import type { Doubt } from '../../domain/trading/price-ladder.ts'
import type { Levels } from '../../domain/trading/stops.ts'
import type { Db, Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'

export type StopRow = Levels & {
  ticker: string
  /** The decision that entered; null of what we did not buy. */
  decisionId: string | null
  /** The newest purchase they follow; null before it was kept. */
  boughtExecution: string | null
  placedAt: Date | null
  /** New York's day, of whose shares the prices are. */
  onDate: string | null
}

type Stored = StopRow & {
  doubtedPrice: string | null
  doubtedPrintAt: Date | null
  doubtedAt: Date | null
}

/** All levels, by ticker. */
export async function readStops(db: Db): Promise<Map<string, StopRow & { doubt: Doubt | null }>> {
  const rows = await db<Stored[]>`
    select ticker, decision_id, atr, basis, stop_price, target_1, target_2, trailing_stop, half_taken,
      bought_execution, placed_at, on_date::text as on_date, doubted_price, doubted_print_at, doubted_at
    from position_stop_levels where ${ofAccount(db)} order by ticker collate "C"
  `
  return new Map(
    rows.map(({ doubtedPrice, doubtedPrintAt, doubtedAt, ...row }) => [
      row.ticker,
      { ...row, doubt: doubtOf(doubtedPrice, doubtedPrintAt, doubtedAt) },
    ]),
  )
}

function doubtOf(price: string | null, printedAt: Date | null, doubtedAt: Date | null) {
  return price && printedAt && doubtedAt ? { price, printedAt, doubtedAt } : null
}

/**
 * Stores levels. `isAnew`: of another holding than those there. Of the same one the trailing stop
 * never falls and half stays taken, whatever is written, but across a split (another day's shares).
 */
export async function saveStop(
  tx: Tx,
  row: StopRow,
  { isAnew }: { isAnew: boolean },
  now: Date,
): Promise<void> {
  await tx`
    insert into position_stop_levels as old (ticker, decision_id, atr, basis, stop_price, target_1, target_2,
      trailing_stop, half_taken, bought_execution, placed_at, on_date, updated_at)
    values (${row.ticker}, ${row.decisionId}, ${row.atr}, ${row.basis}, ${row.stopPrice}, ${row.target1},
      ${row.target2}, ${row.trailingStop}, ${row.halfTaken}, ${row.boughtExecution}, ${row.placedAt},
      ${row.onDate}, ${now})
    on conflict (account_id, ticker) do update set decision_id = excluded.decision_id, atr = excluded.atr,
      basis = excluded.basis, stop_price = excluded.stop_price, target_1 = excluded.target_1,
      target_2 = excluded.target_2,
      trailing_stop = case when ${isAnew} or old.on_date is distinct from excluded.on_date
        then excluded.trailing_stop else greatest(old.trailing_stop, excluded.trailing_stop) end,
      half_taken = excluded.half_taken or (not ${isAnew} and old.half_taken),
      bought_execution = excluded.bought_execution, placed_at = excluded.placed_at,
      on_date = excluded.on_date, updated_at = excluded.updated_at
  `
}

/** Notes a print that is not believed yet, or that none is. */
export async function saveDoubt(tx: Tx, ticker: string, doubt: Doubt | null): Promise<void> {
  await tx`
    update position_stop_levels set doubted_price = ${doubt?.price ?? null},
      doubted_print_at = ${doubt?.printedAt ?? null}, doubted_at = ${doubt?.doubtedAt ?? null}
    where ticker = ${ticker} and ${ofAccount(tx)}
  `
}

/** The first target of what is held was sold: it is so for as long as it is held. */
export async function markHalfTaken(tx: Tx, ticker: string, now: Date): Promise<void> {
  await tx`
    update position_stop_levels set half_taken = true, updated_at = ${now}
    where ticker = ${ticker} and not half_taken and ${ofAccount(tx)}
  `
}

/** Forgets the levels of every ticker but those held, and those of which nobody knows where it went. */
export async function keepStops(tx: Tx, held: readonly string[]): Promise<void> {
  await tx`
    delete from position_stop_levels levels
    where ticker <> all(${held as string[]}::text[]) and ${ofAccount(tx)} and not exists (
      select from share_events e
      where e.because = 'unexplained' and e.ticker = levels.ticker and e.account_id = levels.account_id)`
}
