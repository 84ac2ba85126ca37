/**
 * How much to buy: a share of the active pool, then one adjustment after the other, each recorded
 * with its number, its limit and what it left. Source: docs/FORMULAS.md, Sizing.
 */

import { Big } from 'big.js'
import { floorTo } from '../money.ts'
import type { SizingCode, SizingInput, Step } from './sizing-input.ts'
import { sizingDefaults } from './sizing-steps.ts'

/** One step: what was found, the limit, the dollars left after it. */
export type SizingStep = {
  name: string
  found: string | number | null
  limit: string | number | null
  value: string
  note?: string
}

/** `bound` names the last step that made it smaller. */
export type Sizing = { steps: SizingStep[]; bound: string } & (
  | { code: null; quantity: string; value: string }
  | { code: SizingCode; quantity: null; value: null }
)

/** Decimals that a quantity of it may have. */
export function placesOf({ isWholeOnly }: { isWholeOnly?: boolean | undefined }): number {
  return isWholeOnly ? 0 : sizingDefaults.quantityPlaces
}

/** The order's quantity and value, or the step that left nothing. */
export function sizeEntry(
  { sizing }: { sizing: readonly (readonly [string, Step])[] },
  input: SizingInput,
): Sizing {
  const done: SizingStep[] = []
  let value = new Big(0)
  let bound = 'pct_of_pool'
  for (const [name, step] of sizing) {
    const { code, value: left, ...rest } = step(input, value)
    if (left.lt(value)) bound = name
    value = left
    done.push({ name, ...rest, value: left.toFixed() })
    if (code) return { code, quantity: null, value: null, steps: done, bound: name }
  }
  const quantity = floorTo(value.div(input.price), placesOf(input))
  const rounded = new Big(quantity).times(input.price)
  if (input.isWholeOnly) {
    const [found, limit] = [value.div(input.price).round(9).toFixed(), quantity]
    if (rounded.lt(value)) bound = 'fractionable'
    done.push({ name: 'fractionable', found, limit, value: rounded.toFixed() })
  }
  const least = sizingDefaults.orderValueMin
  done.push({ name: 'rounding', found: rounded.toFixed(), limit: least, value: rounded.toFixed() })
  if (rounded.lt(least))
    return { code: 'order_too_small', quantity: null, value: null, steps: done, bound }
  return { code: null, quantity, value: rounded.toFixed(), steps: done, bound }
}
