/** Closed trades on paper, added up by the day on which they ended. */

import type { TradeDay } from '../../domain/strategy/shadow/compare.ts'
import type { ShadowStrategy } from '../../contracts/strategy-words.ts'
import { newYorkDate, shiftDate } from '../../domain/market/calendar.ts'
import type { Db } from '../open.ts'

/** What is looked at, however long strategies have been running. */
const DAYS_MAX = 730

export type StrategyDay = TradeDay & { strategy: ShadowStrategy }

/** Of two years up to `now`, oldest first. */
export async function readTradeDays(db: Db, now: Date): Promise<StrategyDay[]> {
  return db<StrategyDay[]>`
    select exited_on::text as day, strategy, weights_version as version, count(*)::int as trades,
      (count(*) filter (where profit > 0))::int as won, avg(profit / paid)::double precision as made,
      sum(profit) as profit
    from strategy_trades
    where state = 'closed' and exited_on >= ${shiftDate(newYorkDate(now), -DAYS_MAX)}::date
    group by exited_on, strategy, weights_version
    order by exited_on, strategy, weights_version`
}

export type StandingCount = { strategy: ShadowStrategy; state: 'waiting' | 'open'; count: number }

export async function countStanding(db: Db): Promise<StandingCount[]> {
  return db<StandingCount[]>`
    select strategy, state, count(*)::int as count from strategy_trades
    where state in ('waiting', 'open') group by strategy, state order by strategy, state`
}
