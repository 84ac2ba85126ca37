/**
 * Whether what filings and the exchange told bears out a figure.
 *
 * Source: docs/FORMULAS.md, Claims.
 */

import { compare, ratio, subtract } from '../money.ts'
import type { ClaimVerdict } from './check-move.ts'
import type { FigureClaim } from './figures.ts'

/** A figure that is known, and where it stands: `the 10-Q of 2024-05-02, to 2024-03-31`. */
export type KnownFigure = { value: string; says: string }

/**
 * How far a told figure may be from a known one, as a factor: revenue is told with and without some of it, and
 * earnings without what happens once. What is declared has one number.
 */
const figureSlack: Readonly<Record<FigureClaim['kind'], number>> = {
  revenue: 1.1,
  net_income: 1.5,
  earnings_per_share: 1.5,
  dividend: 1,
  split: 1,
}

/** Whether a figure is another one, rounded or told a little otherwise. */
function isNear({ kind, amount, unit }: FigureClaim, value: string): boolean {
  const apart = subtract(amount, value).replace('-', '')
  if (compare(apart, unit) <= 0) return true
  if (compare(value, 0) === 0 || compare(amount, 0) !== compare(value, 0)) return false
  const factor = ratio(amount, value)
  const slack = figureSlack[kind]
  return factor <= slack && factor >= 1 / slack
}

/**
 * Judges a figure by those that are known of what it speaks of. Silence refutes nothing: they may come later.
 * `isTold`: whether what it speaks of has been told by now.
 */
export function checkFigure(
  claim: FigureClaim,
  known: readonly KnownFigure[],
  isTold: boolean,
): ClaimVerdict {
  const same = known.find(({ value }) => isNear(claim, value))
  if (same) return { state: 'borne_out', says: `${same.value} in ${same.says}` }
  if (!isTold || known.length === 0) return { state: 'open', says: 'nobody told of it yet' }
  const nearest = known.toSorted((one, other) =>
    compare(distance(claim, one), distance(claim, other)),
  )[0]!
  return {
    state: 'refuted',
    says: `told as ${claim.amount}; nearest ${nearest.value} in ${nearest.says}`,
  }
}

function distance({ amount }: FigureClaim, { value }: KnownFigure): string {
  return subtract(amount, value).replace('-', '')
}
