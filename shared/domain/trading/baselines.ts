/**
 * What a breaker measures losses from: what it is made for, or, once a person has reset it, the level
 * of then. Source: docs/FORMULAS.md, Circuit breakers.
 */

import { add, greatest, least, subtract } from '../money.ts'

/** `deposit` is what had been paid in when the level was taken; dollars. */
export type Baseline = { level: string; deposit: string; since: Date }

/** Equity as it stands and as the round before left it, what was paid in, and the highest known. */
export type Worth = { equity: string; before: string; deposit: string; highest: string }

/**
 * The highest equity an emergency is measured from. It rises with equity, moves along with what is
 * paid in and out, and begins anew at the equity found after a reset. One round alone makes no high:
 * a slip of a price would make one that the next has fallen from.
 */
export function movedHighest(
  known: Baseline | undefined,
  resetAt: Date | undefined,
  { equity, before, deposit, highest }: Worth,
  now: Date,
): Baseline {
  const lasting = least(equity, before)
  if (resetAt && (!known || resetAt > known.since))
    return { level: equity, deposit, since: resetAt }
  if (!known) return { level: greatest(highest, lasting), deposit, since: now }
  const moved = add(known.level, subtract(deposit, known.deposit))
  return { level: greatest(moved, lasting), deposit, since: known.since }
}

/**
 * The level of the moment a breaker was reset, taken in the first round after it; undefined where it
 * was not reset since `from`, so that its own measure holds.
 */
export function levelAtReset(
  known: Baseline | undefined,
  resetAt: Date | undefined,
  { from, level, deposit }: { from: Date; level: string; deposit: string },
): Baseline | undefined {
  if (!resetAt || resetAt < from) return undefined
  return known && known.since >= resetAt ? known : { level, deposit, since: resetAt }
}
