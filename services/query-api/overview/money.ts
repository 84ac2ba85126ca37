/** What the account is worth, and how it stands against the opening of the day's session. */

import type { MoneyState } from '#shared/contracts/api/overview.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Db } from '#shared/sql/open.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'

/**
 * The newest portfolio snapshot and how it stands against its session's opening, dollars as
 * decimal text; undefined before the first snapshot.
 */
export async function readMoney(db: Db): Promise<Served<MoneyState> | undefined> {
  const [row] = await db<Served<MoneyState>[]>`
    with newest as (
      select * from portfolio_snapshots where ${ofAccount(db)} order by taken_at desc limit 1),
    opening as (
      select coalesce(
        (select opening_equity from daily_risk_snapshots d
          where d.session_date = newest.session_date and d.account_id = newest.account_id),
        (select p.equity from portfolio_snapshots p where p.session_date < newest.session_date
            and p.account_id = newest.account_id
          order by p.taken_at desc limit 1),
        (select p.equity from portfolio_snapshots p where p.session_date = newest.session_date
            and p.account_id = newest.account_id
          order by p.taken_at limit 1)
      ) as equity from newest
    )
    select taken_at, session_date::text as session_date, newest.equity, cash, positions_value,
      reserve, realised_pnl, unrealised_pnl, open_positions, opening.equity as opening_equity,
      newest.equity - opening.equity as day_pnl
    from newest, opening`
  return row
}
