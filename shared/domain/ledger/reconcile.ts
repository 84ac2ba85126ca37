/**
 * How the books and the broker's word compare, and what a difference of shares looks like.
 * Source: docs/FORMULAS.md, Ledger.
 */

import { Big } from 'big.js'
import { isPrice } from '../money.ts'

export type Difference = { what: 'cash' | 'position'; ticker: string; ours: string; theirs: string }

export const reconcileDefaults = {
  /** Dollars of cash that rounding may leave; beyond them it is a difference. */
  cashDollars: '0.5',
  /** Readings in a row, after which it is no reading in flight. */
  readings: 2,
  /** How far the worth may move over a split, as a share of it. */
  splitWorth: 0.15,
  /** How far shares must have changed to be one, as a share of them. */
  splitShares: 0.19,
}

/** What differs, by ticker; cash first. */
export function reconcile(ours: Side, theirs: Side): Difference[] {
  const apart: Difference[] = []
  const cash = new Big(theirs.cash).minus(ours.cash).abs()
  if (cash.gt(reconcileDefaults.cashDollars))
    apart.push({ what: 'cash', ticker: '', ours: ours.cash, theirs: theirs.cash })
  const tickers = new Set([...ours.shares.keys(), ...theirs.shares.keys()])
  for (const ticker of [...tickers].sort()) {
    const [mine, told] = [ours.shares.get(ticker) ?? '0', theirs.shares.get(ticker) ?? '0']
    if (!new Big(mine).eq(told))
      apart.push({ what: 'position', ticker, ours: new Big(mine).toFixed(), theirs: told })
  }
  return apart
}

/** Cash and, by ticker, shares; decimal text. */
export type Side = { cash: string; shares: ReadonlyMap<string, string> }

/** Shares and the price of one, before and after. */
type Worth = { quantity: string; price: string }

/** Whether shares changed as only a split changes them: many more or fewer, worth the same. */
export function looksLikeSplit(before: Worth, after: Worth): boolean {
  if (!new Big(before.quantity).gt(0) || !new Big(after.quantity).gt(0)) return false
  const shares = new Big(after.quantity).div(before.quantity)
  if (shares.minus(1).abs().lt(reconcileDefaults.splitShares)) return false
  const worth = new Big(before.quantity).times(before.price)
  if (worth.eq(0)) return false
  const moved = new Big(after.quantity).times(after.price).div(worth).minus(1).abs()
  return moved.lt(reconcileDefaults.splitWorth)
}

/** Whether a price went as far as only a split or a crash takes it. */
export function isJump(from: string, to: string): boolean {
  if (!isPrice(from) || !isPrice(to)) return false
  const times = new Big(from).div(to)
  return times.minus(1).abs().gte(reconcileDefaults.splitShares)
}

/** Shares after a split for each before, as the database holds it. */
export function ratioOf(after: string, before: string): string {
  return new Big(after).div(before).round(15).toFixed()
}

/** Whether a known split leads from one number of shares to the other, but for a cut fraction. */
export function fitsSplit(
  { from, to }: { from: string; to: string },
  before: string,
  after: string,
): boolean {
  return new Big(before).times(to).div(from).minus(after).abs().lt(1)
}
