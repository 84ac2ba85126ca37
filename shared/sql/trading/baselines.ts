/** Table `breaker_baselines`, and the resets (`circuit_breaker_events`) that move them. */

import type { Baseline } from '../../domain/trading/baselines.ts'
import type { Breaker } from '../../domain/trading/breakers.ts'
import type { Db, Tx } from '../open.ts'

/** By breaker and ticker; '' means all tickers. */
export type OfBreaker<Value> = { get(breaker: Breaker, ticker?: string): Value | undefined }

/** Every baseline of the current account. */
export async function readBaselines(db: Db): Promise<OfBreaker<Baseline>> {
  const rows = await db<(Baseline & { breaker: string; ticker: string })[]>`
    select breaker, ticker, level, deposit, since from breaker_baselines
    where account_id = (select current_account_id())
  `
  return lookUp(rows, (row) => row)
}

/** When breakers were last reset: an emergency ever, the others since `since`. */
export async function readResets(db: Db, since: Date): Promise<OfBreaker<Date>> {
  const rows = await db<{ breaker: string; ticker: string; at: Date }[]>`
    select breaker, ticker, at from (
      (select breaker, '' as ticker, reset_at as at from circuit_breaker_events
        where account_id = (select current_account_id()) and breaker = 'emergency' and reset_at is not null
        order by reset_at desc limit 1)
      union all
      select breaker, coalesce(ticker, ''), max(reset_at) from circuit_breaker_events
      where account_id = (select current_account_id()) and breaker in ('daily_loss', 'single_position', 'volatility')
        and reset_at is not null and reset_at >= ${since}
      group by 1, 2
    ) reset
  `
  return lookUp(rows, ({ at }) => at)
}

/** Keeps a baseline; the same again writes nothing. */
export async function saveBaseline(
  tx: Tx,
  breaker: Breaker,
  ticker: string,
  { level, deposit, since }: Baseline,
): Promise<void> {
  await tx`
    insert into breaker_baselines as old (breaker, ticker, level, deposit, since)
    values (${breaker}, ${ticker}, ${level}, ${deposit}, ${since})
    on conflict (account_id, breaker, ticker) do update
      set level = excluded.level, deposit = excluded.deposit, since = excluded.since
      where (old.level, old.deposit, old.since) is distinct from (excluded.level, excluded.deposit, excluded.since)
  `
}

function lookUp<Row extends { breaker: string; ticker: string }, Value>(
  rows: readonly Row[],
  of: (row: Row) => Value,
): OfBreaker<Value> {
  const known = new Map(rows.map((row) => [`${row.breaker} ${row.ticker}`, of(row)]))
  return { get: (breaker, ticker = '') => known.get(`${breaker} ${ticker}`) }
}
