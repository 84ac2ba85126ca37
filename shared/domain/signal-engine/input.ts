/** What an evaluation is given: all that the record knows of a ticker, and a word for each thing that it does not. */

import type { Sentinel } from '../../contracts/technical-words.ts'
import type { BarsByFrame } from '../technical/evaluation.ts'
import type { Frame } from '../technical/frames.ts'
import type { FilterInput } from '../technical/hard-filters.ts'
import { shrunkRate, type HitRates, type MeasuredHits } from '../technical/hit-rates.ts'
import type { Bars } from '../technical/indicators/series.ts'
import { longFrames, type DayBar } from '../technical/long-frames.ts'
import type { TechnicalSignalName } from '../technical/signals/technical-signal.ts'

/** Closes that the regime asks for: a hundred returns. */
const HISTORY_MIN = 101

export type ShortFrame = Exclude<Frame, 'D' | 'W' | 'M'>

/** As it was known at one moment; null where nothing was. */
export type EngineFacts = Omit<FilterInput, 'macroBias' | 'bars'> & {
  /** Oldest first, on one basis. */
  days: readonly DayBar[]
  minutes: Readonly<Partial<Record<ShortFrame, Bars>>>
  macroBias: number | null
  competitive: number | null
  /** Whether the day of the next results is known or reckoned, however far it is. */
  isEarningsKnown: boolean
  hitRates: HitRates
}

export type EngineInput = {
  frames: BarsByFrame
  /** Days that can be read, oldest first. */
  days: readonly DayBar[]
  bias: { macro: number; competitive: number }
  filters: FilterInput
  hitRates: ReadonlyMap<TechnicalSignalName, number>
  /** What these rates are of. */
  measured: ({ name: TechnicalSignalName; rate: number } & MeasuredHits)[]
  sentinels: Sentinel[]
}

/** Bars that are none are left out; what is not known counts as nothing, and is named. */
export function normaliseInput(gathered: EngineFacts): EngineInput {
  const { macroBias, competitive, priceToEarnings, sectorMedian, hitRates } = gathered
  const days = gathered.days.filter(isSound)
  const frames = { ...gathered.minutes, ...longFrames(days) }
  const measured = [...hitRates].map(([name, hits]) => ({ name, ...hits, rate: shrunkRate(hits) }))
  const missing: Record<Sentinel, boolean> = {
    bars_unsound: days.length < gathered.days.length,
    history_short: days.length < HISTORY_MIN,
    minutes_missing: Object.keys(gathered.minutes).length === 0,
    macro_bias_unknown: macroBias === null,
    competitive_unknown: competitive === null,
    price_to_earnings_unknown: priceToEarnings === null,
    sector_median_unknown: sectorMedian === null,
    earnings_date_unknown: !gathered.isEarningsKnown,
    hit_rates_unmeasured: hitRates.size === 0,
  }
  return {
    frames,
    days,
    bias: { macro: macroBias ?? 0, competitive: competitive ?? 0 },
    filters: {
      bars: days.length,
      macroBias: macroBias ?? 0,
      priceToEarnings,
      sectorMedian,
      sessionsToEarnings: gathered.sessionsToEarnings,
    },
    hitRates: new Map(measured.map(({ name, rate }) => [name, rate])),
    measured,
    sentinels: (Object.keys(missing) as Sentinel[]).filter((word) => missing[word]),
  }
}

/** Whether it has prices above zero, the highest not under the lowest, and a volume. */
export function isSound({ high, low, close, volume }: Omit<DayBar, 'date'>): boolean {
  const isPriced = [high, low, close].every((price) => Number.isFinite(price) && price > 0)
  return isPriced && low <= close && close <= high && volume >= 0 && Number.isFinite(volume)
}
