/**
 * Exact decimals for money and quantity: decimal text in, decimal text out.
 *
 * Text is plain (`0.0000001`, never `1e-7`), so that it can be compared, hashed and stored.
 */

import { Big } from 'big.js'

/** Decimal text, an exact decimal, or a number that is already a decision (a share, a factor). */
export type Decimal = string | number | Big

/** Above this a price is a slip of whoever told it. */
const PRICE_MAX = 1_000_000_000

/** Whether text is a price: plain decimals, more than 0. */
export function isPrice(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text) && Number(text) > 0 && Number(text) <= PRICE_MAX
}

/** The sum of all terms; `0` of none. */
export function add(...terms: readonly Decimal[]): string {
  return terms.reduce<Big>((sum, term) => sum.plus(term), new Big(0)).toFixed()
}

/** `from` less `take`. */
export function subtract(from: Decimal, take: Decimal): string {
  return new Big(from).minus(take).toFixed()
}

/** The product of all factors, exact; `1` of none. */
export function multiply(...factors: readonly Decimal[]): string {
  return factors.reduce<Big>((product, factor) => product.times(factor), new Big(1)).toFixed()
}

/**
 * The quotient as a float: for shares and ratios, never for amounts.
 *
 * @throws RangeError when `by` is 0.
 */
export function ratio(of: Decimal, by: Decimal): number {
  if (new Big(by).eq(0)) throw new RangeError(`Divide ${String(of)}: the divisor is 0`)
  return new Big(of).div(by).toNumber()
}

/** Cut off after `places` decimals, towards zero: never more than there was. */
export function floorTo(value: Decimal, places: number): string {
  return new Big(value).round(places, Big.roundDown).toFixed()
}

/** Rounded half up to `places` decimals. */
export function roundTo(value: Decimal, places: number): string {
  return new Big(value).round(places, Big.roundHalfUp).toFixed()
}

/** −1, 0 or 1 as `left` is less than, equal to or more than `right`. */
export function compare(left: Decimal, right: Decimal): -1 | 0 | 1 {
  return new Big(left).cmp(right)
}

/** The smallest; throws of none. */
export function least(first: Decimal, ...rest: readonly Decimal[]): string {
  return rest
    .reduce<Big>((low, term) => (low.lte(term) ? low : new Big(term)), new Big(first))
    .toFixed()
}

/** The largest; throws of none. */
export function greatest(first: Decimal, ...rest: readonly Decimal[]): string {
  return rest
    .reduce<Big>((top, term) => (top.gte(term) ? top : new Big(term)), new Big(first))
    .toFixed()
}
