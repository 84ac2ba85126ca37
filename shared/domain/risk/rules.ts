/** The versions of the risk rules. One that has judged never changes; a change is a new version. */

import { Big } from 'big.js'
import {
  circuitBreaker,
  dailyLoss,
  enginePaused,
  exceedsPosition,
  invalidOrder,
  newsShock,
  noQuote,
  orderShares,
  ordersPerMinute,
  positionPct,
  positions,
  positionValue,
  priceCollar,
  sectorPct,
  sectors,
  sessionClosed,
  staleQuote,
  tradingDisabled,
  unreconciled,
} from './checks.ts'
import {
  accountStale,
  accountStatus,
  assetHalted,
  assetNotFractionable,
  assetNotTradable,
  assetUnknown,
  withinBuyingPower,
  cashShort,
  dayTrades,
  holdingsDiffer,
  marksStale,
  priceShock,
  standsSo,
} from './account-checks.ts'
import type { Proposal, RiskRules } from './evaluate.ts'
import { measured, told } from './measure.ts'
import { duplicateOrder, ordersPerDay, ordersPerSecond, tickerOrdersPerDay } from './pace-checks.ts'

export const risk1: RiskRules = {
  name: 'risk-1',
  checks: [
    tradingDisabled,
    invalidOrder,
    exceedsPosition,
    enginePaused,
    circuitBreaker,
    newsShock,
    sessionClosed,
    orderShares,
    noQuote,
    staleQuote,
    priceCollar,
    unreconciled,
    dailyLoss,
    positionPct,
    positionValue,
    sectorPct,
    sectors,
    positions,
    ordersPerMinute,
  ],
  needsApproval: isLiveOrLarge,
}

function isLiveOrLarge({ order, limits }: Proposal): boolean {
  const value = new Big(order.quantity).times(order.referencePrice)
  return limits.mode === 'live' || (order.side === 'buy' && value.gte(limits.approvalValueMin))
}

/** With every number's unit and distance; sales are judged only by what reducing means. */
export const risk2: RiskRules = {
  name: 'risk-2',
  checks: [
    standsSo,
    told(invalidOrder),
    measured(exceedsPosition, 'shares', 'at most'),
    told(circuitBreaker),
    told(newsShock),
    priceShock,
    told(sessionClosed),
    measured(orderShares, 'shares', 'at most'),
    told(noQuote),
    measured(staleQuote, 'seconds', 'at most'),
    measured(priceCollar, 'percent', 'at most'),
    told(unreconciled),
    accountStatus,
    accountStale,
    cashShort,
    holdingsDiffer,
    marksStale,
    assetUnknown,
    assetNotTradable,
    assetHalted,
    assetNotFractionable,
    measured(dailyLoss, 'percent', 'at most'),
    measured(positionPct, 'money', 'at most'),
    measured(positionValue, 'money', 'at most'),
    measured(sectorPct, 'money', 'at most'),
    measured(sectors, 'count', 'at most'),
    measured(positions, 'count', 'at most'),
    withinBuyingPower,
    dayTrades,
    duplicateOrder,
    ordersPerSecond,
    measured(ordersPerMinute, 'count', 'at most'),
    ordersPerDay,
    tickerOrdersPerDay,
  ],
  needsApproval: isEntryThatWaits,
}

/** A sale never waits for a person. */
function isEntryThatWaits({ order, book, limits }: Proposal): boolean {
  if (order.side !== 'buy') return false
  const value = new Big(order.quantity).times(order.referencePrice)
  return book.facts?.standing.mode !== 'paper' || value.gte(limits.approvalValueMin)
}
