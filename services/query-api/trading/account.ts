/** The account as the broker told it last, what it told beside orders, and what trading came to. */

import type { AnswerOf, Served } from '#shared/contracts/api/route.ts'
import type { accountRoutes, ActivityRow } from '#shared/contracts/api/account.ts'
import { DAY_MS } from '#shared/domain/spans.ts'
import type { Db } from '#shared/sql/open.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'
import { readOtherHoldings } from '#shared/sql/trading/other-holdings.ts'
import { reportTrading } from '#shared/sql/trading/report.ts'

type Account = Served<AnswerOf<(typeof accountRoutes)['GET /api/account']>>

/** Null before it was ever read. */
export async function readBrokerAccount(db: Db): Promise<Account> {
  const [[account = null], other] = await Promise.all([
    db<NonNullable<Account['account']>[]>`
      select synced_at, status, equity, cash, buying_power, equity - last_equity as day_pnl,
        day_trades, blocked
      from broker_accounts where is_current`,
    readOtherHoldings(db),
  ])
  return { account, other }
}

const YEAR_MS = 366 * DAY_MS
const ACTIVITIES_MAX = 500

/** Activities of the last year, newest first; those of one ticker where it is given. */
export function listActivities(
  db: Db,
  { ticker }: { ticker?: string | undefined },
  now: Date,
): Promise<Served<ActivityRow>[]> {
  return db<Served<ActivityRow>[]>`
    select activity_id, activity_type, kind, ticker, quantity, price, amount, status, at
    from account_activities
    where ${ofAccount(db)} and at >= ${new Date(now.getTime() - YEAR_MS)}
      ${ticker === undefined ? db`` : db`and ticker = ${ticker}`}
    order by at desc, activity_id limit ${ACTIVITIES_MAX}`
}

/** What the last days of trading came to. */
export async function reportDays(db: Db, days: number, now: Date) {
  const since = new Date(now.getTime() - days * DAY_MS)
  return { since, ...(await reportTrading(db, { since, until: now })) }
}
