/** What the numbers of a check are, how they compare, and how far apart they stand. */

import { Big } from 'big.js'
import type { CheckResult, RiskCheck } from './evaluate.ts'

/** `percent` is a share of 1. */
export type Unit = 'money' | 'shares' | 'percent' | 'seconds' | 'count'
export type Relation = 'at most' | 'at least' | 'is' | 'is not'

/** A check of an earlier version, with its unit and how far from its limit it is. */
export function measured(look: RiskCheck, unit: Unit, relation: Relation): RiskCheck {
  return (proposal) => {
    const result = look(proposal)
    return result && measure(result, unit, relation)
  }
}

/** A check that compares words: no number is near or far. */
export function told(look: RiskCheck, relation: 'is' | 'is not' = 'is'): RiskCheck {
  return (proposal) => {
    const result = look(proposal)
    return result && { ...result, relation }
  }
}

/** Adds what is left up to the limit: below 0 where it is passed, none where there is no number. */
export function measure(result: CheckResult, unit: Unit, relation: Relation): CheckResult {
  const { found, limit } = result
  if (!isNumber(found) || !isNumber(limit)) return { ...result, unit, relation }
  const room = new Big(limit).minus(found)
  const distance = relation === 'at least' ? room.times(-1) : room
  const isText = typeof found === 'string' || typeof limit === 'string'
  return { ...result, unit, relation, distance: isText ? distance.toFixed() : distance.toNumber() }
}

function isNumber(value: CheckResult['found']): value is string | number {
  return typeof value === 'number' || (value !== null && /^-?\d+(\.\d+)?$/.test(value))
}
