/** What strategies in shadow said last before a moment, as scores that prices can be held against. */

import { SHADOW_STRATEGIES } from '../../contracts/strategy-words.ts'
import type { Db } from '../open.ts'

/** Older than a long weekend it says nothing of a session. */
const HOURS_MAX = 120

/** By strategy, of each ticker: above 0 long, below 0 short; 0 where it did not fire. */
export async function readStandingReadings(
  db: Db,
  tickers: readonly string[],
  moment: Date,
): Promise<Map<string, Map<string, number>>> {
  const since = new Date(moment.getTime() - HOURS_MAX * 3_600_000)
  const rows = await db<{ ticker: string; strategy: string; reading: number }[]>`
    select said.ticker, said.strategy, said.reading
    from unnest(${[...tickers]}::text[]) as wanted(ticker)
    cross join (select unnest(${[...SHADOW_STRATEGIES]}::text[]) union
      select name from own_strategies where name is not null) as own(strategy)
    cross join lateral (
      select ticker, strategy, reading from strategy_outputs o
      where o.ticker = wanted.ticker and o.strategy = own.strategy
        and o.evaluated_at < ${moment} and o.evaluated_at > ${since}
      order by o.evaluated_at desc limit 1) said
    order by said.strategy, said.ticker collate "C"`
  const named = Map.groupBy(rows, ({ strategy }) => strategy)
  return new Map(
    [...named].map(([name, own]) => [
      name,
      new Map(own.map(({ ticker, reading }) => [ticker, reading])),
    ]),
  )
}
