/** What is held, what it is worth, and where its exits stand. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { PositionRow } from '#shared/contracts/api/positions.ts'
import type { Db } from '#shared/sql/open.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'

/** Positions by worth; closed ones (quantity 0) last where `closed` asks for them. */
export async function listPositions(
  db: Db,
  { closed }: { closed: boolean },
): Promise<Served<PositionRow>[]> {
  return db<Served<PositionRow>[]>`
    select p.ticker, p.sector, p.quantity, p.entry_price_avg, p.mark_price, p.marked_at,
      p.opened_at, p.realised_pnl, p.quantity * p.mark_price as market_value,
      p.quantity * (p.mark_price - p.entry_price_avg) as unrealised_pnl,
      coalesce((p.mark_price / nullif(p.entry_price_avg, 0) - 1)::double precision, 0) as unrealised_pct,
      s.stop_price, s.trailing_stop, s.target_1 as target1, s.target_2 as target2
    from positions p left join position_stop_levels s using (account_id, ticker)
    where ${ofAccount(db, 'p')} and ${closed ? db`true` : db`p.quantity > 0`}
    order by p.quantity * p.mark_price desc, p.ticker`
}
