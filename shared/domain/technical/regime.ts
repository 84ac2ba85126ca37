/** What kind of market a ticker is in, by its daily closes. */

import type { REGIMES } from '../../contracts/technical-words.ts'
import { deviation, exponentialMean } from './indicators/averages.ts'
import { overSeries } from './indicators/series.ts'

export type Regime = (typeof REGIMES)[number]

const [SHORT, LONG] = [20, 100]
const PANIC_VOLATILITY = 1.5
const TREND_VOLATILITY_MAX = 1.2
const CALM_VOLATILITY_MAX = 1

export type RegimeReading = {
  regime: Regime
  /** +1 where the mean of 20 days stands above that of 100, −1 below, 0 where they are equal or unknown. */
  trend: -1 | 0 | 1
  /** Deviation of 20 daily returns over that of 100; null where there are fewer. */
  volatility: number | null
}

/** In this order: panic, trend, mean reversion, else uncertainty, as with fewer than 101 closes. */
export function readRegime(closes: Float64Array): RegimeReading {
  const returns = closes.subarray(1).map((close, place) => close / closes[place]! - 1)
  const long = last(overSeries(deviation(LONG), returns))
  if (!(long > 0)) return { regime: 'uncertainty', trend: 0, volatility: null }
  const volatility = last(overSeries(deviation(SHORT), returns)) / long
  const [quick, calm] = [SHORT, LONG].map((period) =>
    last(overSeries(exponentialMean(period), closes)),
  ) as [number, number]
  const trend = Math.sign(quick - calm) as -1 | 0 | 1
  return { regime: regimeOf(volatility, trend), trend, volatility }
}

function regimeOf(volatility: number, trend: number): Regime {
  if (volatility > PANIC_VOLATILITY) return 'panic'
  if (trend !== 0 && volatility < TREND_VOLATILITY_MAX) return 'trend_following'
  if (volatility < CALM_VOLATILITY_MAX) return 'mean_reversion'
  return 'uncertainty'
}

const last = (values: Float64Array): number => values.at(-1) ?? Number.NaN
