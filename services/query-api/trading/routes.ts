/** Answers about decisions, orders, what is held, and equity. */

import type { Answers } from '#shared/contracts/api/route.ts'
import type { EQUITY_RANGES } from '#shared/contracts/api/equity.ts'
import type { portfolioRoutes } from '#shared/contracts/api/portfolio.ts'
import type { tradingRoutes } from '#shared/contracts/api/trading.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import type { Clock } from '#shared/host/clock.ts'
import type { Sql } from '#shared/sql/open.ts'
import { listForeignOrders } from '#shared/sql/trading/foreign-orders.ts'
import { listActivities, readBrokerAccount, reportDays } from './account.ts'
import { listDifferences } from './beside.ts'
import { totalDecisions, searchDecisions } from './decisions.ts'
import { readEquity } from '#shared/sql/trading/equity.ts'
import { explainKnown, readOrderPage } from './order-page.ts'
import { totalOrders, listOrders } from './orders.ts'
import { listPortfolioDays, readPortfolio } from './portfolio.ts'
import { readPerformance } from './performance.ts'
import { listPositions } from './positions.ts'
import { readTradePage } from './trade-page.ts'
import { listTrades, totalTrades } from './trades.ts'
import { previousSession, sessionAt } from '#shared/domain/market/calendar.ts'
import { DAY_MS } from '#shared/domain/spans.ts'

/** `cashRate`: percent that a year of cash brings. */
type Parts = { sql: Sql; clock: Clock; objects: Objects; cashRate?: number }

const rangeDays: Readonly<Record<Exclude<(typeof EQUITY_RANGES)[number], '1d'>, number>> = {
  '1w': 7,
  '1m': 31,
  all: 20_000,
}

/** Of the session that goes on, or of the last one: a day is shown on a weekend too. */
const lastOpening = (now: Date) => (sessionAt(now) ?? previousSession(now)).opensAt

export function answerTrading(
  parts: Parts,
): Answers<typeof tradingRoutes & typeof portfolioRoutes> {
  const { sql, clock, cashRate = 0 } = parts
  return {
    'GET /api/decisions': ({ query }) => searchDecisions(sql, query),
    'GET /api/totals/decisions': ({ query }) => totalDecisions(sql, query),
    'GET /api/totals/orders': ({ query }) => totalOrders(sql, query),
    'GET /api/orders': ({ query }) => listOrders(sql, query),
    'GET /api/orders/:id': ({ id }) => readOrderPage(sql, id),
    'GET /api/orders/:id/explain': ({ id }) => explainKnown(parts, id),
    'GET /api/trades': ({ query }) => listTrades(sql, query),
    'GET /api/totals/trades': ({ query }) => totalTrades(sql, query),
    'GET /api/trades/:id': ({ id }) => readTradePage(sql, id),
    'GET /api/performance': ({ query: { range } }) =>
      readPerformance(sql, { range, now: clock.now(), cashRate }),
    'GET /api/foreign-orders': () => listForeignOrders(sql),
    'GET /api/differences': () => listDifferences(sql),
    'GET /api/account': () => readBrokerAccount(sql),
    'GET /api/activities': ({ query }) => listActivities(sql, query, clock.now()),
    'GET /api/trading/report': ({ query }) => reportDays(sql, Number(query.days), clock.now()),
    'GET /api/positions': ({ query }) => listPositions(sql, query),
    'GET /api/portfolio': () => readPortfolio(sql, clock.now()),
    'GET /api/portfolio/snapshots': ({ query }) => listPortfolioDays(sql, query),
    'GET /api/equity': ({ query: { range, points } }) => {
      const now = clock.now()
      const since =
        range === '1d' ? lastOpening(now) : new Date(now.getTime() - rangeDays[range] * DAY_MS)
      return readEquity(sql, { since, points })
    },
  }
}
