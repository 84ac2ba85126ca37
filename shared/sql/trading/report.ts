/** What a stretch of trading came to: orders, money at work, turnover, and what stopped the rest. */

import { tiers, type TierName } from '../../domain/trading/tiers.ts'
import type { Db } from '../open.ts'
import { ofAccount } from './accounts.ts'

export type TradingReport = {
  /** Filled orders by side, and their dollars. */
  orders: { buys: number; sells: number; dollars: number }
  /** Shares of equity in positions, over all readings of it. */
  invested: { mean: number; most: number }
  /** Dollars traded over the mean equity. */
  turnover: number
  /** What news gave to trade on. */
  said: {
    /** Recommendations that may be traded, of each side. */
    buys: number
    sells: number
    /** Buys as sure as the tier asks for, and those of them decided on in a session. */
    sureBuys: number
    sureBuysInSession: number
    /** The least confidence of the tier. */
    confidenceMin: number
  }
  /** Recommendations to buy that were not, by what stopped them last; and those to sell. */
  stopped: { buys: Record<string, number>; sells: Record<string, number> }
}

/** Of all that was done in (since, until]. */
export async function reportTrading(
  db: Db,
  { since, until }: { since: Date; until: Date },
): Promise<TradingReport> {
  const [config] = await db<{ riskTier: TierName }[]>`select risk_tier from trading_engine_config`
  const { confidenceMin } = tiers[config?.riskTier ?? 'moderate']
  const [[traded], [worth], [said], stopped] = await Promise.all([
    db<[{ buys: number; sells: number; dollars: number }]>`
      select count(distinct order_id) filter (where side = 'buy')::int as buys,
        count(distinct order_id) filter (where side = 'sell')::int as sells,
        coalesce(sum(quantity * price), 0)::float8 as dollars
      from order_fills where ${ofAccount(db)} and filled_at > ${since} and filled_at <= ${until}`,
    db<[{ mean: number; most: number; equity: number }]>`
      select coalesce(avg(positions_value / equity), 0)::float8 as mean,
        coalesce(max(positions_value / equity), 0)::float8 as most, coalesce(avg(equity), 0)::float8 as equity
      from portfolio_snapshots
      where ${ofAccount(db)} and taken_at > ${since} and taken_at <= ${until} and equity > 0`,
    db<[{ buys: number; sells: number; sureBuys: number; sureBuysInSession: number }]>`
      select count(*) filter (where r.action = 'buy')::int as buys,
        count(*) filter (where r.action = 'sell')::int as sells,
        count(*) filter (where r.action = 'buy' and r.confidence >= ${confidenceMin})::int as sure_buys,
        count(*) filter (where r.action = 'buy' and r.confidence >= ${confidenceMin}
          and d.code <> 'trading_window')::int as sure_buys_in_session
      from recommendations r left join trading_decisions d on d.recommendation_id = r.recommendation_id
        and d.kind = 'entry' and d.part = 1 and ${ofAccount(db, 'd')}
      where r.action in ('buy', 'sell') and r.mode <> 'informational'
        and r.generated_at > ${since} and r.generated_at <= ${until}`,
    db<{ kind: string; code: string; count: number }[]>`
      select kind, code, count(*)::int as count from trading_decisions
      where action = 'skip' and ${ofAccount(db)} and decided_at > ${since} and decided_at <= ${until}
      group by 1, 2 order by 1, 3 desc, 2`,
  ])
  const byCode = (kind: string) =>
    Object.fromEntries(
      stopped.filter((row) => row.kind === kind).map(({ code, count }) => [code, count]),
    )
  return {
    orders: { buys: traded.buys, sells: traded.sells, dollars: rounded(traded.dollars) },
    invested: { mean: rounded(worth.mean, 4), most: rounded(worth.most, 4) },
    turnover: worth.equity > 0 ? rounded(traded.dollars / worth.equity, 4) : 0,
    said: { ...said, confidenceMin },
    stopped: { buys: byCode('entry'), sells: byCode('exit') },
  }
}

function rounded(value: number, places = 2): number {
  return Number(value.toFixed(places))
}
