/** Circuit breakers of a backtest's account: those of live, looked at as each bar closes; that of half hours where bars tell of them. Source: docs/FORMULAS.md, Circuit breakers. */

import { nextSession } from '../market/calendar.ts'
import { movedHighest, type Baseline } from '../trading/baselines.ts'
import {
  breakerDefaults,
  tripDailyLoss,
  tripEmergency,
  tripSinglePosition,
  tripVolatility,
  type OpenBreaker,
  type Trip,
} from '../trading/breakers.ts'
import type { BacktestAccount } from './account.ts'
import { plain } from './book.ts'
import type { BacktestFeed, FeedSession } from './feed.ts'
import { hasHalfHours, openMoves } from './moves.ts'

export type Guards = {
  open: OpenBreaker[]
  highest: Baseline | undefined
  /** Equity as the bar before left it. */
  before: string
  /** Null of bars that tell of no half hours. */
  moves: ReturnType<typeof openMoves> | null
}

export function openGuards(cash: string, feed: Pick<BacktestFeed, 'barSeconds'>): Guards {
  const moves = hasHalfHours(feed) ? openMoves() : null
  return { open: [], highest: undefined, before: cash, moves }
}

type Looked = {
  account: BacktestAccount
  equity: number
  openingEquity: number
  emergencyPct?: number
}

/** Opens what the account calls for as a bar closes, and closes what is over; true where an emergency has just opened. */
export function keepGuards(
  guards: Guards,
  looked: Looked,
  { date, closesAt: at }: Pick<FeedSession, 'date' | 'closesAt'>,
): boolean {
  const { account, openingEquity } = looked
  const equity = plain(looked.equity)
  guards.open = guards.open.filter(({ closesAt }) => closesAt === null || closesAt > at)
  guards.highest = movedHighest(
    guards.highest,
    undefined,
    { equity, before: guards.before, deposit: '0', highest: guards.before },
    at,
  )
  guards.before = equity
  const trips: (Trip | undefined)[] = [
    tripEmergency(guards.highest.level, equity, looked.emergencyPct),
    // The calendar is asked only where it may be so: looking a session up is slow.
    looked.equity <= openingEquity * (1 - breakerDefaults.dailyLossPct / 2)
      ? tripDailyLoss(plain(openingEquity), equity, nextSession(at).opensAt)
      : undefined,
    volatilityTrip(guards, looked, date, at),
    ...singleTrips(account, at),
  ]
  let isEmergency = false
  for (const trip of trips) {
    if (!trip || guards.open.some((one) => isSame(one, trip))) continue
    const { breaker, ticker, closesAt } = trip
    guards.open.push({ breaker, ticker, closesAt, openedAt: at })
    if (breaker === 'emergency') isEmergency = true
  }
  return isEmergency
}

/** As live: with something held, and by what the account itself did of late. */
function volatilityTrip(
  { moves }: Guards,
  { account, equity }: Looked,
  date: string,
  at: Date,
): Trip | undefined {
  const isInvested = account.holdings.size > 0
  const moved = moves?.({ at, date, equity, isInvested })
  return moved && isInvested ? tripVolatility(moved.realised, moved.mean, at) : undefined
}

function singleTrips({ holdings, positions }: BacktestAccount, at: Date): (Trip | undefined)[] {
  const trips: (Trip | undefined)[] = []
  for (const ticker of holdings.keys()) {
    const { ledger, shares, last } = positions.get(ticker)!
    const paid = ledger.cost.toNumber() / shares
    if (last > paid * (1 - breakerDefaults.singlePositionPct / 2)) continue
    const entryPrice = ledger.cost.div(ledger.quantity).toFixed()
    trips.push(tripSinglePosition({ ticker, entryPrice, price: plain(last) }, at))
  }
  return trips
}

function isSame(one: OpenBreaker, trip: Trip): boolean {
  return one.breaker === trip.breaker && one.ticker === trip.ticker
}
