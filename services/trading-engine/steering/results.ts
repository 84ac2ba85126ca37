/** What trading came to, and one decision with all that came of it. */

import { Big } from 'big.js'
import type { EQUITY_RANGES } from '#shared/contracts/api/equity.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { resultRoutes } from '#shared/contracts/api/trading-results.ts'
import { noTrades, recordOf, type TradeSums } from '#shared/domain/ledger/trades.ts'
import { ratio, subtract } from '#shared/domain/money.ts'
import { DAY_MS } from '#shared/domain/spans.ts'
import type { Clock } from '#shared/host/clock.ts'
import type { Db, Sql } from '#shared/sql/open.ts'
import { readEquity } from '#shared/sql/trading/equity.ts'
import {
  readCameOf,
  readDecisionMade,
  readPreviousClose,
  readRisksOf,
  readTradesByTicker,
  type TickerTrades,
} from '#shared/sql/trading/results.ts'

type Parts = { sql: Sql; clock: Clock }

const rangeDays: Readonly<Record<(typeof EQUITY_RANGES)[number], number>> = {
  '1d': 1,
  '1w': 7,
  '1m': 31,
  all: 20_000,
}
const TICKERS_MAX = 100
const POINTS_MAX = 300

export function answerResults({ sql, clock }: Parts): Answers<typeof resultRoutes> {
  return {
    'GET /api/trading/performance': ({ query: { range } }) =>
      performance(sql, new Date(clock.now().getTime() - rangeDays[range] * DAY_MS)),
    'GET /api/trading/decisions/:id': ({ id }) => wholeDecision(sql, id),
  }
}

async function performance(sql: Sql, since: Date) {
  const [curve, previousClose, tickers] = await Promise.all([
    readEquity(sql, { since, points: POINTS_MAX }),
    readPreviousClose(sql),
    readTradesByTicker(sql, since),
  ])
  const [first, last] = [curve[0]?.equity ?? null, curve.at(-1)?.equity ?? null]
  const byTicker = tickers
    .map(({ ticker, ...sums }) => ({ ticker, ...recordIn([sums]) }))
    .sort((a, b) => new Big(b.realisedPnl).cmp(a.realisedPnl))
  return {
    since,
    equity: last,
    startEquity: first,
    returnShare: first && last && Number(first) > 0 ? ratio(subtract(last, first), first) : null,
    dayPnl: last && previousClose ? subtract(last, previousClose) : null,
    drawdownMax: drawdownOf(curve),
    ...recordIn(tickers),
    byTicker: byTicker.slice(0, TICKERS_MAX),
    curve,
  }
}

/** What trades say that were added up before. */
function recordIn(sums: readonly Omit<TickerTrades, 'ticker'>[]) {
  const all = sums.reduce<TradeSums>(
    (total, one) => ({
      won: total.won + one.won,
      lost: total.lost + one.lost,
      wonDollars: total.wonDollars.plus(one.wonDollars),
      lostDollars: total.lostDollars.plus(one.lostDollars),
    }),
    noTrades,
  )
  const { trades, winRate, payoff } = recordOf(all)
  const { won, lost, wonDollars, lostDollars } = all
  return {
    trades,
    won,
    lost,
    wonDollars: wonDollars.toFixed(),
    lostDollars: lostDollars.toFixed(),
    winRate: trades === 0 ? null : winRate,
    payoff,
    realisedPnl: wonDollars.plus(lostDollars).toFixed(),
  }
}

/** The deepest fall from an earlier high, as a share of it. */
function drawdownOf(curve: readonly { equity: string }[]): number {
  let [high, deepest] = [new Big(0), 0]
  for (const { equity } of curve) {
    if (high.lt(equity)) high = new Big(equity)
    else if (high.gt(0)) deepest = Math.max(deepest, high.minus(equity).div(high).toNumber())
  }
  return deepest
}

async function wholeDecision(db: Db, id: string) {
  const decision = await readDecisionMade(db, id)
  if (!decision) return undefined
  const [risks, order] = await Promise.all([readRisksOf(db, id), readCameOf(db, id)])
  return { decision, risks, order: order ?? null }
}
