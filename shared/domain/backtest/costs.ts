/** What trading costs beside the price: half the spread, slippage that grows with the share of volume, and fees. */

import { Big } from 'big.js'
import { saleFeesOf } from '../ledger/sale-fees.ts'

/** Basis points of the price, or of the amount; fees in dollars a share. */
export type CostSettings = {
  halfSpreadBps: number
  slippageBps: number
  /** Slippage of a trade as large as the whole volume; that of a smaller one goes with the root of its share. */
  impactBps: number
  feePerShare: number
  feeBps: number
  /** Of sales. */
  saleFeeBps: number
  /** Whether the SEC and FINRA take their fees of sales, by the rates of the day. */
  takesSaleFees: boolean
}

/** Of large American shares; the broker of the live account takes no commission, the SEC and FINRA do of sales. */
export const costDefaults: CostSettings = {
  halfSpreadBps: 1,
  slippageBps: 1,
  impactBps: 100,
  feePerShare: 0,
  feeBps: 0,
  saleFeeBps: 0,
  takesSaleFees: true,
}

export const noCosts: CostSettings = {
  halfSpreadBps: 0,
  slippageBps: 0,
  impactBps: 0,
  feePerShare: 0,
  feeBps: 0,
  saleFeeBps: 0,
  takesSaleFees: false,
}

/** Dollars of one trade; `price` is a share's, the others of all shares. */
export type Cost = { price: Big; fee: Big; spread: Big; slippage: Big }

const zero = new Big(0)
const PER_BPS = new Big('0.0001')

type Trading = { volume: number; isBound: boolean; costs: CostSettings; date: string }

/** What `quantity` shares cost at the market's `price`; `isBound` where a limit keeps the price as it is. */
export function costOf(
  side: 'buy' | 'sell',
  quantity: Big,
  price: number,
  { volume, isBound, costs, date }: Trading,
): Cost {
  const at = new Big(price)
  const share = volume > 0 ? Math.min(1, quantity.toNumber() / volume) : 0
  const slips = isBound ? 0 : costs.slippageBps + costs.impactBps * Math.sqrt(share)
  const [half, slip] = [isBound ? zero : partOf(at, costs.halfSpreadBps), partOf(at, slips)]
  const isPlain = half === zero && slip === zero
  const extra = isPlain ? zero : half.plus(slip)
  const paid = isPlain ? at : side === 'buy' ? at.plus(extra) : at.minus(extra)
  const amount = paid.times(quantity)
  const bps = costs.feeBps + (side === 'sell' ? costs.saleFeeBps : 0)
  const ofAmount = partOf(amount, bps)
  const plain =
    costs.feePerShare === 0 ? ofAmount : ofAmount.plus(quantity.times(costs.feePerShare))
  const isTaken = side === 'sell' && costs.takesSaleFees
  const fee = isTaken ? plain.plus(saleFeesOf({ quantity, price: paid }, date).total) : plain
  if (isPlain) return { price: paid, fee, spread: zero, slippage: zero }
  return { price: paid, fee, spread: half.times(quantity), slippage: slip.times(quantity) }
}

/** To a millionth of a dollar. */
function partOf(amount: Big, bps: number): Big {
  return bps === 0 ? zero : amount.times(bps).times(PER_BPS).round(6, Big.roundHalfUp)
}
