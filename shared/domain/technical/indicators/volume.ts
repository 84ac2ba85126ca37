/** What volume says of prices. A bar without a volume (NaN) has no number here, and is as if it had never been. */

import type { BarStep } from './series.ts'

/** On-balance volume: volume of rising bars less that of falling ones; it begins with that of the first bar. */
export function onBalanceVolume(): BarStep {
  let [before, balance] = [Number.NaN, 0]
  return (_high, _low, close, volume) => {
    if (Number.isNaN(volume)) return Number.NaN
    if (Number.isNaN(before) || close > before) balance += volume
    else if (close < before) balance -= volume
    before = close
    return balance
  }
}

/** Price weighted by volume since the first bar, of typical prices; NaN before anything was traded. Of a session: a step of its own. */
export function volumeWeightedPrice(): BarStep {
  let [money, shares] = [0, 0]
  return (high, low, close, volume) => {
    if (Number.isNaN(volume)) return Number.NaN
    money += ((high + low + close) / 3) * volume
    shares += volume
    return shares === 0 ? Number.NaN : money / shares
  }
}
