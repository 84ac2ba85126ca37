/**
 * Reads raw prices as of a day: every split that has taken effect by then divides what was traded
 * before it. Source: docs/FORMULAS.md, Prices and corporate actions.
 */

import { Big } from 'big.js'
import { greatest, roundTo } from '../money.ts'

/** `to` new shares for `from` old ones, from the day `exDate` on (YYYY-MM-DD, New York). */
export type Split = { exDate: string; from: string; to: string }

/** Money a share that a buyer from `exDate` on no longer gets. */
export type Dividend = { exDate: string; amount: string }

/** Decimal text throughout. */
export type Priced = {
  sessionDate: string
  /** The last day whose splits these prices carry already: of raw ones their own. */
  carriedUntil: string
  open: string
  high: string
  low: string
  close: string
  volume: string
}

const PRICE_DECIMALS = 6
const VOLUME_DECIMALS = 4
/** The least price that can be stored. */
const PRICE_MIN = '0.000001'

/**
 * One bar on the basis of day `on`: prices divided and volume multiplied by each split that lies
 * behind the bar and not beyond that day. The very same bar where there is none.
 */
export function adjustBar<T extends Priced>(bar: T, splits: readonly Split[], on: string): T {
  const applying = splits.filter(({ exDate }) => exDate > bar.carriedUntil && exDate <= on)
  if (applying.length === 0) return bar
  const { from, to } = ratioOf(applying)
  const price = (text: string) => adjustPrice(text, from, to)
  return {
    ...bar,
    open: price(bar.open),
    high: price(bar.high),
    low: price(bar.low),
    close: price(bar.close),
    volume: roundTo(new Big(bar.volume).times(to).div(from), VOLUME_DECIMALS),
  }
}

/** What splits of (`after`, `on`] make of a price of day `after`: levels and quotes as bars are. */
export function adjustPriceBy(
  price: string,
  splits: readonly Split[],
  { after, on }: { after: string; on: string },
): string {
  const applying = splits.filter(({ exDate }) => exDate > after && exDate <= on)
  if (applying.length === 0) return price
  const { from, to } = ratioOf(applying)
  return adjustPrice(price, from, to)
}

/**
 * Closes with dividends put back in: before each ex-date they are multiplied by
 * 1 − amount / the last close before it, on the basis of that date. For returns over time alone:
 * no order was ever possible at these prices.
 *
 * @param bars raw, oldest first.
 */
export function totalReturnCloses(
  bars: readonly Priced[],
  { splits, dividends }: { splits: readonly Split[]; dividends: readonly Dividend[] },
  on: string,
): string[] {
  let share = new Big(1)
  const paid = dividends
    .filter(({ exDate }) => exDate <= on)
    .toSorted((a, b) => (a.exDate < b.exDate ? 1 : -1))
  let next = 0
  const closes: string[] = []
  for (const bar of bars.toReversed()) {
    for (; paid[next] && paid[next]!.exDate > bar.sessionDate; next += 1) {
      // Behind the last bar nothing was traded yet without it.
      if (closes.length > 0) share = share.times(keptOf(bar, paid[next]!, splits))
    }
    const close = adjustBar(bar, splits, on).close
    closes.push(share.eq(1) ? close : atLeast(roundTo(share.times(close), PRICE_DECIMALS)))
  }
  return closes.toReversed()
}

/** What is left of a price once the dividend is paid; all of it where it would take the whole price. */
function keptOf(bar: Priced, { exDate, amount }: Dividend, splits: readonly Split[]): Big {
  // A bar that carries later splits already cannot be brought back to the day: the dividend follows it.
  const on = bar.carriedUntil > exDate ? bar.carriedUntil : exDate
  const close = new Big(adjustBar(bar, splits, on).close)
  const paid = adjustPriceBy(amount, splits, { after: exDate, on })
  return close.gt(paid) ? new Big(1).minus(new Big(paid).div(close)) : new Big(1)
}

function ratioOf(splits: readonly Split[]): { from: Big; to: Big } {
  return splits.reduce(
    (ratio, { from, to }) => ({ from: ratio.from.times(from), to: ratio.to.times(to) }),
    { from: new Big(1), to: new Big(1) },
  )
}

function adjustPrice(price: string, from: Big, to: Big): string {
  return atLeast(roundTo(new Big(price).times(from).div(to), PRICE_DECIMALS))
}

function atLeast(price: string): string {
  return greatest(price, PRICE_MIN)
}
