/** What is held, what it is worth, and where its exits stand. */

import type { Served } from '#shared/contracts/api/route.ts'
import type { PositionRow } from '#shared/contracts/api/positions.ts'
import type { Db } from '#shared/sql/open.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'
import { orderIsOpen } from '#shared/sql/trading/orders.ts'

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
      s.stop_price, s.trailing_stop, s.target_1 as target1, s.target_2 as target2,
      p.quantity * (p.mark_price - case when day.opened then p.entry_price_avg else day.close end) as day_pnl,
      case when e.state <> 'done' then jsonb_build_object('code', e.code, 'state', e.state, 'refusals', e.refusals,
        'nextTryAt', e.next_try_at, 'said', e.said, 'since', e.since) end as exit,
      case when o.order_id is not null or r.state in ('sent', 'refused') then jsonb_build_object(
        'state', case when o.state <> 'intent' then 'stands' else coalesce(r.state, 'sent') end,
        'quantity', o.quantity::text, 'stopPrice', o.stop_price::text,
        'nextTryAt', case r.state when 'refused' then r.next_try_at end,
        'said', case r.state when 'refused' then r.said else '' end) end as resting_stop
    from positions p left join position_stop_levels s using (account_id, ticker)
      left join position_exits e using (account_id, ticker)
      left join resting_stops r using (account_id, ticker)
      left join lateral (
        select * from orders o where o.account_id = p.account_id and o.ticker = p.ticker and o.protects
          and ${orderIsOpen(db)} order by o.state = 'intent', seq desc limit 1) o on true
      left join lateral (
        select (p.opened_at at time zone 'America/New_York')::date
            >= (p.marked_at at time zone 'America/New_York')::date as opened,
          (select close from market_snapshots m where m.ticker = p.ticker and m.timespan = '1d'
              and m.session_date < (p.marked_at at time zone 'America/New_York')::date
            order by m.session_date desc limit 1) as close) day on true
    where ${ofAccount(db, 'p')} and ${closed ? db`true` : db`p.quantity > 0`}
    order by p.quantity * p.mark_price desc, p.ticker`
}
