/** What the account is worth, and how it stands against the opening of the day's session. */

import type { MoneyState } from '#shared/contracts/api/overview.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Db } from '#shared/sql/open.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'
import { readDayPnl } from '#shared/sql/trading/day-pnl.ts'

/**
 * The newest portfolio snapshot and how it stands against what its session is measured from, dollars as
 * decimal text; undefined before the first snapshot.
 */
export async function readMoney(db: Db): Promise<Served<MoneyState> | undefined> {
  const [row] = await db<Served<Omit<MoneyState, 'openingEquity' | 'dayPnl'>>[]>`
    select taken_at, session_date::text as session_date, equity, cash, positions_value,
      reserve, realised_pnl, unrealised_pnl, open_positions
    from portfolio_snapshots where ${ofAccount(db)} order by taken_at desc limit 1`
  const day = row && (await readDayPnl(db, row.takenAt))
  return row && day && { ...row, openingEquity: day.baseline, dayPnl: day.pnl }
}
