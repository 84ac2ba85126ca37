/** What is held and what is to come of it, as it stands. */

import type { ReportPlans } from '../../contracts/api/report-plans.ts'
import { earningsDays, nextEarnings } from '../../domain/fundamentals/earnings-dates.ts'
import { multiply, roundTo, subtract } from '../../domain/money.ts'
import { newYorkDate } from '../../domain/market/calendar.ts'
import { readEarningsDates } from '../fundamentals/earnings-dates.ts'
import type { Db } from '../open.ts'

/** At `now`: it is asked as a period ends, or not at all. */
export async function readPlans(db: Db, account: string, now: Date): Promise<ReportPlans> {
  const [approvals, exits, held] = await Promise.all([
    db<{ ticker: string; side: string; quantity: string; expiresAt: Date }[]>`
      select d.ticker, d.side, trim_scale(d.quantity) as quantity, a.expires_at
      from approval_requests a join trading_decisions d using (decision_id)
      where a.account_id = ${account} and a.status = 'pending' and a.expires_at > ${now}
      order by a.expires_at, a.approval_id limit 100`,
    db<ReportPlans['exits'][number][]>`
      select ticker, code, state, said as says from position_exits
      where account_id = ${account} and state <> 'done' order by ticker limit 100`,
    readHeld(db, account, now),
  ])
  return {
    approvals: approvals.map(({ expiresAt, ...one }) => ({
      ...one,
      expiresAt: expiresAt.toISOString(),
    })),
    exits,
    held,
  }
}

type HeldRow = {
  ticker: string
  quantity: string
  markPrice: string
  entryPriceAvg: string
  stop: string | null
  target: string | null
  companyId: string | null
}

async function readHeld(db: Db, account: string, now: Date): Promise<ReportPlans['held']> {
  const rows = await db<HeldRow[]>`
    select p.ticker, trim_scale(p.quantity) as quantity, p.mark_price, p.entry_price_avg,
      coalesce(l.trailing_stop, l.stop_price) as stop, coalesce(l.target_1, l.target_2) as target, c.company_id
    from positions p
    left join position_stop_levels l on l.account_id = p.account_id and l.ticker = p.ticker
    left join companies c on c.ticker = p.ticker
    where p.account_id = ${account} and p.quantity > 0 order by p.ticker limit 500`
  return Promise.all(
    rows.map(async ({ ticker, quantity, markPrice, entryPriceAvg, stop, target, companyId }) => {
      const days = companyId ? earningsDays(await readEarningsDates(db, companyId, now)) : []
      const next = nextEarnings(days, newYorkDate(now))
      const worth = multiply(quantity, markPrice)
      return {
        ticker,
        quantity,
        worth: roundTo(worth, 2),
        unrealised: roundTo(subtract(worth, multiply(quantity, entryPriceAvg)), 2),
        stop: stop && roundTo(stop, 2),
        target: target && roundTo(target, 2),
        earnings: next?.date ?? null,
      }
    }),
  )
}
