/**
 * The steps that hold an entry's size within every limit that risk would refuse it by, so that what
 * is sized may leave. Source: docs/FORMULAS.md, Sizing.
 */

import { Big } from 'big.js'
import { subtract } from '../money.ts'
import type { SizingCode, Step } from './sizing-input.ts'

const fittingDefaults = {
  /**
   * Of what a share of equity leaves room for, this much is kept free: between the size and the order
   * equity moves, and an order at the very limit would be refused for a cent.
   */
  marginShare: 0.02,
  /** The least an approval is avoided by, dollars. */
  cent: '0.01',
}

/** In the order they are taken. */
export const fittingSteps: readonly [string, Step][] = [
  ['position_pct', withinPositionPct],
  ['position_value', withinPositionValue],
  ['sector_pct', withinSectorPct],
  ['buying_power', withinBuyingPower],
  ['order_shares', withinOrderShares],
  ['approval', withinApproval],
]

const kept = 1 - fittingDefaults.marginShare

function withinPositionPct({ equity, limits, tickerValue }: Parameters<Step>[0], value: Big) {
  const most = new Big(equity).times(limits.positionPctMax).times(kept)
  return fit(value, most.minus(tickerValue), 'position_pct')
}

function withinPositionValue({ limits, tickerValue }: Parameters<Step>[0], value: Big) {
  return fit(value, subtract(limits.positionValueMax, tickerValue), 'position_value')
}

function withinSectorPct({ equity, limits, sectorValue }: Parameters<Step>[0], value: Big) {
  const most = new Big(equity).times(limits.sectorPctMax).times(kept)
  return fit(value, most.minus(sectorValue), 'sector_pct')
}

function withinBuyingPower({ buyingPower }: Parameters<Step>[0], value: Big) {
  if (buyingPower === null) return { found: value.toFixed(), limit: null, value, note: 'no_data' }
  return fit(value, new Big(buyingPower).times(kept), 'buying_power')
}

function withinOrderShares({ price, limits }: Parameters<Step>[0], value: Big) {
  return fit(value, new Big(limits.orderSharesMax).times(price), 'order_shares')
}

/** A size that no person need approve, where an installation wants that. */
function withinApproval({ limits, withinApproval: wanted }: Parameters<Step>[0], value: Big) {
  if (!wanted) {
    const limit = limits.approvalValueMin
    return { found: value.toFixed(), limit, value, note: 'approval_is_asked_for' }
  }
  return fit(value, subtract(limits.approvalValueMin, fittingDefaults.cent), 'order_too_small')
}

/** The value, or what there is room for; `code` where there is none. */
function fit(value: Big, room: Big | string, code: SizingCode) {
  const limit = new Big(room)
  const found = value.toFixed()
  if (limit.lte(0)) return { found, limit: limit.toFixed(), value: new Big(0), code }
  return { found, limit: limit.toFixed(), value: value.lt(limit) ? value : limit }
}
