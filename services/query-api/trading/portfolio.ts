/** The portfolio as a whole, and session by session. */

import { Big } from 'big.js'
import type { PortfolioAnswer, PortfolioDay } from '#shared/contracts/api/portfolio.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Sort } from '#shared/contracts/api/words.ts'
import type { Db, Sql } from '#shared/sql/open.ts'
import { isFalling, type AskedDays } from '#shared/sql/page.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'
import { readMoney } from '../overview/money.ts'
import { listPositions } from './positions.ts'

/** Money and positions, read together; whatever is written meanwhile is in neither. */
export function readPortfolio(sql: Sql, now: Date): Promise<Served<PortfolioAnswer>> {
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const money = (await readMoney(tx)) ?? null
    const positions = await listPositions(tx, { closed: false })
    return {
      readAt: now,
      money,
      dayPct: money && shareOf(money.dayPnl, money.openingEquity),
      investedPct: money && shareOf(money.positionsValue, money.equity),
      positions,
    }
  })
}

function shareOf(part: string | null, whole: string | null): number | null {
  if (part === null || whole === null || new Big(whole).lte(0)) return null
  return new Big(part).div(whole).toNumber()
}

type Asked = AskedDays & { sort: Sort; limit: number; after?: string | undefined }

/** By session; `from` and `to` are sessions too. */
export function listPortfolioDays(db: Db, asked: Asked): Promise<Served<PortfolioDay>[]> {
  const { from, to, sort, limit, after } = asked
  const [way, beyond] = isFalling(sort) ? [db`desc`, db`<`] : [db`asc`, db`>`]
  return db<Served<PortfolioDay>[]>`
    select session_date::text as session_date, taken_at, equity, cash, positions_value, reserve
    from portfolio_days where ${ofAccount(db)}
      ${from === undefined ? db`` : db`and session_date >= ${from}`}
      ${to === undefined ? db`` : db`and session_date <= ${to}`}
      ${after === undefined ? db`` : db`and session_date ${beyond} ${after}`}
    order by portfolio_days.session_date ${way} limit ${limit}`
}
