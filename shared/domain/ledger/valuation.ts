/**
 * What an account is worth at given marks, from what its fills added up to.
 *
 * For any marks: equity = deposit + cash + Σ quantity · mark, and the change of equity is realised
 * plus change of unrealised less fees, exactly. Source: docs/FORMULAS.md, Ledger.
 */

import { Big } from 'big.js'

/** What is held of a ticker, and the dollars paid for it; decimal text. */
export type HeldTicker = { ticker: string; quantity: string; cost: string }

/** What all fills added up to: dollars, as decimal text. */
export type LedgerSums = { cash: string; fees: string; realised: string }

export type Valuation = {
  cash: string
  positionsValue: string
  equity: string
  realised: string
  unrealised: string
}

/** Average dollars a share of what is held, to 6 decimals; `0` of none. */
export function entryPriceOf({ quantity, cost }: { quantity: string | Big; cost: string | Big }) {
  const shares = new Big(quantity)
  return shares.eq(0) ? '0' : new Big(cost).div(shares).round(6, Big.roundHalfUp).toFixed()
}

/**
 * The account at given marks, exact.
 *
 * More sold than bought of a ticker counts as none held: a purchase is not known yet, which is no
 * reason to leave the others without a worth. `owed`, 0 or less: what was sold short would cost.
 *
 * @throws RangeError when a held ticker has no mark.
 */
export function valueAccount(
  sums: LedgerSums,
  { deposit, held, owed = '0' }: { deposit: string; held: readonly HeldTicker[]; owed?: string },
  marks: ReadonlyMap<string, string>,
): Valuation {
  let [value, cost] = [new Big(0), new Big(0)]
  for (const { ticker, quantity, cost: paid } of held) {
    const mark = marks.get(ticker)
    if (new Big(quantity).lte(0)) continue
    if (mark === undefined)
      throw new RangeError(`Value the account: ${ticker} is held and has no mark`)
    value = value.plus(new Big(quantity).times(mark))
    cost = cost.plus(paid)
  }
  const cash = new Big(deposit).plus(sums.cash)
  return {
    cash: cash.toFixed(),
    positionsValue: value.plus(owed).toFixed(),
    equity: cash.plus(value).plus(owed).toFixed(),
    realised: new Big(sums.realised).toFixed(),
    unrealised: value.minus(cost).toFixed(),
  }
}
