/** The steps that size an entry, each on what the one before left. Source: docs/FORMULAS.md, Sizing. */

import { Big } from 'big.js'
import type { SizingInput, Step, StepVerdict } from './sizing-input.ts'
import { fittingSteps } from './sizing-limits.ts'

export const sizingDefaults = {
  kellyTradesMin: 30,
  /** The record is of trades that ended in so many days, the newest of them. */
  kellyDays: 90,
  kellyTradesMax: 200,
  /** Where the record gives no edge, this share of the pool is still entered, so that it can better. */
  probePct: 0.01,
  correlationScaleFrom: 0.7,
  correlationMax: 0.9,
  newSectorFactor: 1.1,
  orderValueMin: 1,
  quantityPlaces: 4,
}

/** In the order they are taken. */
export const sizingSteps: readonly [string, Step][] = [
  ['pct_of_pool', pctOfPool],
  ['correlation', scaleByCorrelation],
  ['sector_headroom', withinSector],
  ['diversification', favourNewSector],
  ['earnings', avoidEarnings],
  ['heat', withinHeat],
  ['pool_minimum', withinPool],
  ['cap', withinCap],
]

/** Those of `trading-2`: a floor under Kelly, and every limit of risk. */
export const sizingSteps2: readonly [string, Step][] = [
  ['pct_of_pool', probingPctOfPool],
  ...sizingSteps.slice(1),
  ...fittingSteps,
]

function pctOfPool(input: SizingInput): StepVerdict {
  return shareOfPool(input, kellyPct(input.record))
}

/** As `pctOfPool`, with a floor: a record without an edge is left by trading small, or never. */
function probingPctOfPool(input: SizingInput): StepVerdict {
  const kelly = kellyPct(input.record)
  const least = sizingDefaults.probePct
  if (kelly === null || kelly >= least) return shareOfPool(input, kelly)
  return { ...shareOfPool(input, least), note: 'kelly_floor' }
}

function shareOfPool(
  { tier, confidence, activePool }: SizingInput,
  kelly: number | null,
): StepVerdict {
  const most = tier.positionPctMax
  const asked = clamp((0.5 * most * confidence) / tier.confidenceMin, most)
  const pct = kelly === null ? asked : Math.min(asked, kelly)
  const value = atLeast0(new Big(activePool)).times(pct)
  const note = kelly === null ? { note: 'kelly_needs_30_trades' } : {}
  return {
    found: pct,
    limit: kelly === null ? most : Math.min(most, kelly),
    value,
    ...note,
    ...(pct > 0 ? {} : { code: 'no_edge' as const }),
  }
}

/** A quarter of Kelly's share, `0.25 · (p − (1 − p) / b)`, at least 0; null before 30 trades. */
export function kellyPct({ trades, winRate, payoff }: SizingInput['record']): number | null {
  if (trades < sizingDefaults.kellyTradesMin) return null
  // Without a single loss the payoff has no bound, and the second term vanishes.
  const loss = payoff === null ? 0 : payoff === 0 ? Infinity : (1 - winRate) / payoff
  return Math.max(0, 0.25 * (winRate - loss))
}

function scaleByCorrelation({ correlations }: SizingInput, value: Big): StepVerdict {
  const known = correlations.flatMap(({ rho }) => (rho === null ? [] : [rho]))
  const limit = sizingDefaults.correlationScaleFrom
  if (known.length === 0) {
    return {
      found: null,
      limit,
      value,
      note: correlations.length === 0 ? 'nothing_held' : 'no_data',
    }
  }
  const rho = Math.max(...known)
  if (rho > sizingDefaults.correlationMax) {
    return {
      found: rho,
      limit: sizingDefaults.correlationMax,
      value: new Big(0),
      code: 'correlated',
    }
  }
  const scale = rho > limit ? 1 - (rho - limit) / 0.6 : 1
  return { found: rho, limit, value: value.times(scale) }
}

function withinSector({ equity, tier, sectorValue }: SizingInput, value: Big): StepVerdict {
  const headroom = new Big(equity).times(tier.sectorPctMax).minus(sectorValue)
  const sized = smaller(value, headroom)
  return {
    found: sectorValue,
    limit: headroom.toFixed(),
    value: atLeast0(sized),
    ...(sized.gt(0) ? {} : { code: 'sector_full' as const }),
  }
}

function favourNewSector({ sectorValue }: SizingInput, value: Big): StepVerdict {
  const isNew = new Big(sectorValue).eq(0)
  const factor = isNew ? sizingDefaults.newSectorFactor : 1
  return {
    found: sectorValue,
    limit: factor,
    value: value.times(factor),
    note: isNew ? 'new_sector' : 'sector_held',
  }
}

function avoidEarnings({ earnings }: SizingInput, value: Big): StepVerdict {
  if (!earnings) return { found: null, limit: null, value, note: 'no_data' }
  const { until, since } = earnings
  if ((until !== null && until <= 2) || (since !== null && since <= 1)) {
    return { found: until ?? since, limit: 2, value: new Big(0), code: 'earnings_near' }
  }
  const isClose = until !== null && until <= 5
  return { found: until, limit: 5, value: isClose ? value.times(0.5) : value }
}

function withinHeat(
  { heat, equity, tier, stopDistance, price }: SizingInput,
  value: Big,
): StepVerdict {
  const room = new Big(equity).times(tier.heatPctMax).minus(heat)
  const risked = new Big(stopDistance).div(price)
  const sized = risked.gt(0) ? smaller(value, room.div(risked)) : value
  return {
    found: heat,
    limit: room.toFixed(),
    value: atLeast0(sized),
    ...(room.gt(0) ? {} : { code: 'portfolio_heat' as const }),
  }
}

function withinPool({ activePool, poolMin, freeCash }: SizingInput, value: Big): StepVerdict {
  if (new Big(activePool).lt(poolMin)) {
    return { found: activePool, limit: poolMin, value: new Big(0), code: 'pool_below_minimum' }
  }
  const sized = smaller(value, new Big(freeCash))
  return {
    found: activePool,
    limit: poolMin,
    value: atLeast0(sized),
    ...(sized.gt(0) ? {} : { code: 'no_free_cash' as const }),
  }
}

/** The dollar cap, and once more the tier's share: a new sector's bonus never passes it. */
function withinCap({ positionCap, activePool, tier }: SizingInput, value: Big): StepVerdict {
  const most = smaller(new Big(positionCap), new Big(activePool).times(tier.positionPctMax))
  return { found: value.toFixed(), limit: most.toFixed(), value: smaller(value, most) }
}

function smaller(left: Big, right: Big): Big {
  return left.lt(right) ? left : right
}

function atLeast0(value: Big): Big {
  return value.gt(0) ? value : new Big(0)
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most)
}
