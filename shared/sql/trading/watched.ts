/** What is held as its stops are kept: since when, at which average, and by which purchase last. */

import type { Db } from '../open.ts'
import { ofAccount } from './accounts.ts'

export type Watched = {
  ticker: string
  sector: string
  quantity: string
  /** Dollars a share, the average of what is held. */
  entryPrice: string
  /** The newest price known. */
  mark: string
  openedAt: Date
  /** The newest fill that bought some of it. */
  boughtExecution: string | null
  /** Our decision that it was entered by, and its tier; null of what we did not buy. */
  decisionId: string | null
  riskTier: string | null
  /** When it is sold whatever its price, as its decision says; null where it says nothing. */
  sellBy: string | null
}

/** An order is decided so long before its first fill at most. */
const ENTERED_WITHIN = '5 days'

/** What is held, by ticker; not what more was sold of than bought. */
export async function readWatched(db: Db): Promise<Map<string, Watched>> {
  const rows = await db<Watched[]>`
    select held.ticker, held.quantity, round(held.cost / held.quantity, 6) as entry_price,
      coalesce(positions.mark_price, round(held.cost / held.quantity, 6)) as mark,
      coalesce(nullif(positions.sector, ''), companies.sector, '') as sector, held.opened_at,
      bought.execution_id as bought_execution, entered.decision_id, entered.risk_tier, entered.sell_by
    from ledger_tickers held
    left join positions on positions.ticker = held.ticker and positions.account_id = held.account_id
    left join companies on companies.ticker = held.ticker
    left join lateral (
      select execution_id from order_fills f where f.account_id = held.account_id and f.ticker = held.ticker and f.side = 'buy'
      order by filled_at desc, execution_id desc limit 1
    ) bought on true
    left join lateral (
      select decision_id, risk_tier, sizing ->> 'sellBy' as sell_by from trading_decisions d
      where d.account_id = held.account_id and d.ticker = held.ticker and kind = 'entry' and action = 'act' and part = 1
        and decided_at >= held.opened_at - ${ENTERED_WITHIN}::interval and ${didBuy(db)}
      order by decided_at desc, seq desc limit 1
    ) entered on true
    where held.quantity > 0 and ${ofAccount(db, 'held')} order by held.ticker collate "C"
  `
  return new Map(rows.map((row) => [row.ticker, row]))
}

/** A decision whose order bought something; before its order is known, one that nothing speaks against. */
function didBuy(db: Db) {
  return db`(
    exists (select from orders o where o.decision_id = d.decision_id and o.filled_quantity > 0)
    or d.source = 'engine' and not exists (select from orders o where o.decision_id = d.decision_id)
      and not exists (select from risk_evaluations e where e.decision_id = d.decision_id and not e.passed))`
}
