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
import type { Proposal, RiskRules } from './evaluate.ts'

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
