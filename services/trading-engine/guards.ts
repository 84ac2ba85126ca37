/** What the books call for: breakers that stop entries, and another risk tier. */

import { nextSession } from '#shared/domain/market/calendar.ts'
import { ratio, subtract } from '#shared/domain/money.ts'
import {
  tripDailyLoss,
  tripEmergency,
  tripSinglePosition,
  tripVolatility,
  type Trip,
} from '#shared/domain/trading/breakers.ts'
import { recordOf } from '#shared/domain/ledger/trades.ts'
import { adjustTier, tierDefaults, type TierName } from '#shared/domain/trading/tiers.ts'
import { openBreaker } from '#shared/sql/risk/breakers.ts'
import { changeTier } from '#shared/sql/trading/engine-config.ts'
import { readTradesSince } from '#shared/sql/trading/holdings.ts'
import {
  readHighestEquity,
  readHighestEquitySince,
  readVolatility,
} from '#shared/sql/trading/snapshots.ts'
import type { Tx } from '#shared/sql/open.ts'
import { entryPriceIn, type Account } from './account.ts'
import { DAY_MS } from '#shared/domain/spans.ts'

/** Opens every breaker the books call for; one that is open already stays as it is. */
export async function tripBreakers(tx: Tx, account: Account, now: Date): Promise<void> {
  const { equity } = account.valuation
  const highest = await readHighestEquity(tx, account.deposit)
  const moved = account.held.size > 0 ? await readVolatility(tx, now) : undefined
  const trips: (Trip | undefined)[] = [
    tripEmergency(highest, equity),
    tripDailyLoss(account.openingEquity, equity, nextSession(now).opensAt),
    moved && tripVolatility(moved.realised, moved.mean, now),
    ...[...account.marks].map(([ticker, price]) => {
      const entryPrice = entryPriceIn(account, ticker) ?? price
      return tripSinglePosition({ ticker, entryPrice, price }, now)
    }),
  ]
  for (const trip of trips) if (trip) await openBreaker(tx, trip, now)
}

/** Once a session: the tier that the results of the last days (`tierDefaults`) earn. */
export async function reviewTier(
  tx: Tx,
  account: Account,
  from: TierName,
  now: Date,
): Promise<void> {
  if (!account.isNewDay) return
  const since = new Date(now.getTime() - tierDefaults.resultDays * DAY_MS)
  const { equity } = account.valuation
  const highest = await readHighestEquitySince(tx, since, equity)
  const { trades, winRate } = recordOf(await readTradesSince(tx, since))
  const numbers = {
    winRate: trades < tierDefaults.tradesMin ? tierDefaults.winRateUnknown : winRate,
    drawdown: Number(highest) > 0 ? ratio(subtract(highest, equity), highest) : 0,
    reserveShare: Number(equity) > 0 ? ratio(account.reserve, equity) : 0,
  }
  const { tier: to, reason } = adjustTier(from, numbers)
  if (to !== from) await changeTier(tx, { from, to, reason, numbers: { ...numbers, trades } }, now)
}
