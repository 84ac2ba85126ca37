/** How new the data is, and how the trading engine is set. */

import type { Overview } from '#shared/contracts/api/overview.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Db } from '#shared/sql/open.ts'

export type Glance = Pick<
  Served<Overview>,
  'newestDataAt' | 'openOrders' | 'engineMode' | 'riskTier'
>

/** Business time of the newest thing that came in, and how the engine is set. */
export async function readGlance(db: Db): Promise<Glance | undefined> {
  const [row] = await db<Glance[]>`
    select
      greatest(
        (select max(ingested_at) from documents),
        (select max(last_succeeded_at) from sources)
      ) as newest_data_at,
      (select count(*)::integer from orders
        where state in ('intent', 'submitted', 'partially_filled', 'unknown')) as open_orders,
      mode as engine_mode, risk_tier
    from trading_engine_config`
  return row
}
