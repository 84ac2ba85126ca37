/** What the books call for: breakers that stop entries, and another risk tier. */

import { newYorkDate, nextSession, sessionAt } from '#shared/domain/market/calendar.ts'
import { ratio, subtract } from '#shared/domain/money.ts'
import { levelAtReset, movedHighest } from '#shared/domain/trading/baselines.ts'
import {
  breakerDefaults,
  tripDailyLoss,
  tripEmergency,
  tripSinglePosition,
  tripVolatility,
  type Breaker,
  type Trip,
} from '#shared/domain/trading/breakers.ts'
import {
  adjustTier,
  performanceOf,
  tierDefaults,
  type TierName,
} from '#shared/domain/trading/tiers.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/domain/spans.ts'
import { openBreaker } from '#shared/sql/risk/breakers.ts'
import { readBaselines, readResets, saveBaseline } from '#shared/sql/trading/baselines.ts'
import { changeTier, claimReview, readTierChangedAt } from '#shared/sql/trading/engine-config.ts'
import { readTradesSince } from '#shared/sql/trading/holdings.ts'
import {
  readEquityBefore,
  readHighestEquity,
  readHighestEquitySince,
  readVolatility,
} from '#shared/sql/trading/snapshots.ts'
import type { Tx } from '#shared/sql/open.ts'
import { entryPriceIn, type Account } from './account.ts'

/**
 * Opens every breaker the books call for; one that is open already stays as it is. One that a person
 * reset is measured from the level of then, so that what it opened for does not open it again.
 */
export async function tripBreakers(
  tx: Tx,
  account: Account,
  emergencyPct: number,
  now: Date,
): Promise<void> {
  // What came from outside: a dividend is a profit, a deposit none.
  const { flows: deposit, openingEquity, marks } = account
  const { equity } = account.valuation
  const since = new Date(now.getTime() - breakerDefaults.singlePositionHours * HOUR_MS)
  const [known, resets, highest, before] = await Promise.all([
    readBaselines(tx),
    readResets(tx, since),
    readHighestEquity(tx, deposit, deposit),
    readEquityBefore(tx, deposit, now),
  ])
  const top = movedHighest(
    known.get('emergency'),
    resets.get('emergency'),
    { equity, before: before ?? equity, deposit, highest },
    now,
  )
  await saveBaseline(tx, 'emergency', '', top)
  const measured = async (breaker: Breaker, ticker: string, from: Date, level: string) => {
    const at = { from, level, deposit }
    const base = levelAtReset(known.get(breaker, ticker), resets.get(breaker, ticker), at)
    if (base) await saveBaseline(tx, breaker, ticker, base)
    return base?.level
  }
  const openedAt = sessionAt(now)?.opensAt ?? now
  const opening = (await measured('daily_loss', '', openedAt, equity)) ?? openingEquity
  const trips: (Trip | undefined)[] = [
    tripEmergency(top.level, equity, emergencyPct),
    tripDailyLoss(opening, equity, nextSession(now).opensAt),
    await volatilityOf(tx, account, resets.get('volatility'), now),
  ]
  for (const [ticker, price] of marks) {
    const paid = entryPriceIn(account, ticker) ?? price
    const entryPrice = (await measured('single_position', ticker, since, price)) ?? paid
    trips.push(tripSinglePosition({ ticker, entryPrice, price }, now))
  }
  for (const trip of trips) if (trip) await openBreaker(tx, trip, now)
}

/** As it moved, unless someone reset it within the time that it would have lasted. */
async function volatilityOf(
  tx: Tx,
  { held }: Account,
  resetAt: Date | undefined,
  now: Date,
): Promise<Trip | undefined> {
  const lasts = breakerDefaults.volatilityMinutes * MINUTE_MS
  if (held.size === 0 || (resetAt && now.getTime() - resetAt.getTime() < lasts)) return undefined
  const moved = await readVolatility(tx, now)
  return moved && tripVolatility(moved.realised, moved.mean, now)
}

/**
 * Once a session: the tier that results earn, of the last days (`tierDefaults`) and since the tier was
 * last changed: what led to one step leads to no second.
 */
export async function reviewTier(
  tx: Tx,
  account: Account,
  from: TierName,
  now: Date,
): Promise<void> {
  if (!sessionAt(now) || !(await claimReview(tx, newYorkDate(now)))) return
  const days = new Date(now.getTime() - tierDefaults.resultDays * DAY_MS)
  const changedAt = await readTierChangedAt(tx)
  const since = changedAt && changedAt > days ? changedAt : days
  const { equity } = account.valuation
  const highest = await readHighestEquitySince(tx, since, equity, account.flows)
  const numbers = {
    ...performanceOf(await readTradesSince(tx, since)),
    drawdown: Number(highest) > 0 ? ratio(subtract(highest, equity), highest) : 0,
    reserveShare: Number(equity) > 0 ? ratio(account.reserve, equity) : 0,
  }
  const { tier: to, reason } = adjustTier(from, numbers)
  if (to !== from) await changeTier(tx, { from, to, reason, numbers }, now)
}
