/** What trading came to within a range, of ends of sessions and of trades that ended in it: a year at most. */

import { Big } from 'big.js'
import type {
  PERFORMANCE_RANGES,
  PerformanceAnswer,
  TradeGroup,
} from '#shared/contracts/api/performance.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { expectationOf, recordOf, type TradeSums } from '#shared/domain/ledger/trades.ts'
import { deepestSpell, sharpeOfCurve } from '#shared/domain/report/drawdown-spell.ts'
import { curveOf } from '#shared/domain/report/growth.ts'
import { DAY_MS } from '#shared/domain/spans.ts'
import { shareInterval } from '#shared/domain/statistics/share-interval.ts'
import type { Db } from '#shared/sql/open.ts'
import { readEquityDays, readSpy } from '#shared/sql/report/money.ts'
import { ofAccount, readCurrentAccountId } from '#shared/sql/trading/accounts.ts'

const rangeDays: Readonly<Record<(typeof PERFORMANCE_RANGES)[number], number>> = {
  '1w': 7,
  '1m': 31,
  '3m': 92,
  '1y': 366,
}

/** Of one cut, those with the most trades. */
const GROUPS_MAX = 40

type Asked = { range: (typeof PERFORMANCE_RANGES)[number]; now: Date; cashRate: number }

export async function readPerformance(
  db: Db,
  { range, now, cashRate }: Asked,
): Promise<Served<PerformanceAnswer>> {
  const since = new Date(now.getTime() - rangeDays[range] * DAY_MS)
  const [curve, sums, realised, byCatalyst, byPublisher, byWindow, byExit] = await Promise.all([
    readCurve(db, { since, now, cashRate }),
    readSums(db, since),
    readRealised(db),
    readGroups(db, 'catalyst', since),
    readGroups(db, 'publisher', since),
    readGroups(db, 'trend_window', since),
    readGroups(db, 'exit_code', since),
  ])
  const cuts = { byCatalyst, byPublisher, byWindow, byExit }
  const drawdown = deepestSpell(curve)
  const sharpe = sharpeOfCurve(curve)
  return { since, curve, cashRate, drawdown, sharpe, trades: tradesOf(sums), realised, ...cuts }
}

async function readCurve(db: Db, { since, now, cashRate }: Omit<Asked, 'range'> & { since: Date }) {
  const account = await readCurrentAccountId(db)
  const [days, spy] = await Promise.all([readEquityDays(db, account, now), readSpy(db, now)])
  const shown = days.filter(({ takenAt }) => takenAt >= since)
  return curveOf(shown, false, { spy, cashRate })
}

async function readSums(db: Db, since: Date): Promise<TradeSums & { fees: string }> {
  const [row] = await db<
    { won: number; lost: number; wonDollars: string; lostDollars: string; fees: string }[]
  >`
    select (count(*) filter (where profit > 0))::integer as won,
      (count(*) filter (where profit <= 0))::integer as lost,
      coalesce(sum(profit) filter (where profit > 0), 0) as won_dollars,
      coalesce(sum(profit) filter (where profit <= 0), 0) as lost_dollars, coalesce(sum(fees), 0) as fees
    from ledger_trades where ${ofAccount(db)} and closed_at >= ${since}`
  const { won, lost, fees, wonDollars, lostDollars } = row!
  return { won, lost, fees, wonDollars: new Big(wonDollars), lostDollars: new Big(lostDollars) }
}

function tradesOf({ fees, ...sums }: TradeSums & { fees: string }): PerformanceAnswer['trades'] {
  const { trades, winRate, payoff } = recordOf(sums)
  return {
    won: sums.won,
    lost: sums.lost,
    wonDollars: sums.wonDollars.toFixed(),
    lostDollars: sums.lostDollars.toFixed(),
    fees,
    winRate: trades === 0 ? null : winRate,
    winInterval: trades === 0 ? null : shareInterval(sums.won, trades),
    payoff,
    ...expectationOf(sums),
  }
}

/** A row a ticker: what the ledger keeps as running sums. */
async function readRealised(db: Db): Promise<PerformanceAnswer['realised']> {
  const [row] = await db<[PerformanceAnswer['realised']]>`
    select coalesce(sum(won_dollars + lost_dollars), 0) as ended,
      coalesce(sum(realised - won_dollars - lost_dollars), 0) as open, coalesce(sum(realised), 0) as ledger
    from ledger_tickers where ${ofAccount(db)}`
  return row
}

type Cut = 'catalyst' | 'publisher' | 'trend_window' | 'exit_code'

function readGroups(db: Db, cut: Cut, since: Date): Promise<TradeGroup[]> {
  return db<TradeGroup[]>`
    select ${db(cut)} as name, count(*)::integer as trades, (count(*) filter (where profit > 0))::integer as won,
      sum(profit) as profit, coalesce(sum(fees), 0) as fees
    from ledger_trades where ${ofAccount(db)} and closed_at >= ${since}
    group by 1 order by 2 desc, 1 limit ${GROUPS_MAX}`
}
