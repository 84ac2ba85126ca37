/** How new the data is, and what is held, and how the trading engine is set. */

import type { Overview } from '#shared/contracts/api/overview.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Db } from '#shared/sql/open.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'

export type Glance = Pick<Served<Overview>, 'newestDataAt' | 'openOrders' | 'riskTier'> &
  Pick<Overview['trading'], 'haltedBy' | 'positions' | 'stopped'>

/** Business time of the newest thing that came in, and how the engine is set. */
export async function readGlance(db: Db): Promise<Glance | undefined> {
  const [row] = await db<Glance[]>`
    select
      greatest(
        (select max(ingested_at) from documents),
        (select max(last_succeeded_at) from sources)
      ) as newest_data_at,
      (select count(*)::integer from orders
        where ${ofAccount(db)}
          and state in ('intent', 'submitted', 'partially_filled', 'unknown')) as open_orders,
      coalesce((select set_by from trading_holds where code = 'kill_switch'), '') as halted_by,
      (select count(*)::integer from positions where ${ofAccount(db)} and quantity > 0) as positions,
      (select count(distinct ticker)::integer from orders
        where ${ofAccount(db)} and protects and state in ('submitted', 'partially_filled', 'unknown')) as stopped,
      risk_tier
    from trading_engine_config`
  return row
}
