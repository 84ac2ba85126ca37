/**
 * Goal: of every indicator a series that is there and one that grows give the same bits, whatever is missing of it. Method:
 * random walks lose bars at their beginning and in the midst; the whole at once is held against the same without the gaps,
 * handed on one by one, and against its own beginnings.
 */

import { fc, test as prop } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import * as averages from '#shared/domain/technical/indicators/averages.ts'
import * as bands from '#shared/domain/technical/indicators/bands.ts'
import * as momentum from '#shared/domain/technical/indicators/momentum.ts'
import * as range from '#shared/domain/technical/indicators/range.ts'
import {
  overBars,
  overSeries,
  type Bars,
  type BarStep,
  type SeriesStep,
} from '#shared/domain/technical/indicators/series.ts'
import * as volume from '#shared/domain/technical/indicators/volume.ts'
import { walkOfBars } from '../../../helpers/walks.ts'

const SERIES: Record<string, () => SeriesStep> = {
  simpleMean: () => averages.simpleMean(20),
  exponentialMean: () => averages.exponentialMean(12),
  wilderMean: () => averages.wilderMean(14),
  deviation: () => averages.deviation(20),
  highest: () => averages.highest(14),
  lowest: () => averages.lowest(14),
  bollingerBand: () => bands.bollingerBand('lower', 20, 2),
  relativeStrength: () => momentum.relativeStrength(14),
  rateOfChange: () => momentum.rateOfChange(10),
  macdLine: () => momentum.macdLine(12, 26),
}
const BARS: Record<string, () => BarStep> = {
  stochastic: () => momentum.stochastic(14),
  channelIndex: () => momentum.channelIndex(20),
  smoothed: () => momentum.smoothed(momentum.stochastic(14), 3),
  behind: () => momentum.behind(momentum.stochastic(14), averages.exponentialMean(3)),
  trueRange: () => range.trueRange(),
  averageTrueRange: () => range.averageTrueRange(14),
  directional: () => range.directional('plus', 14),
  directionalIndex: () => range.directionalIndex(14),
  moneyFlow: () => momentum.moneyFlow(14),
  onBalanceVolume: () => volume.onBalanceVolume(),
  volumeWeightedPrice: () => volume.volumeWeightedPrice(),
}
const OF_VOLUME = ['moneyFlow', 'onBalanceVolume', 'volumeWeightedPrice']

type Missing = 'high' | 'low' | 'close' | 'volume'
/** How many bars are missing first, and which later, by a number of them all; and what of them is. */
const gaps = fc.record({
  first: fc.nat({ max: 30 }),
  later: fc.uniqueArray(fc.nat({ max: 400 }), { maxLength: 60 }),
  what: fc.constantFrom<Missing>('high', 'low', 'close'),
})

/** The walk, spread so that what is missing stands between its bars; and which places are missing. */
function spread(bars: Bars, { first, later }: { first: number; later: number[] }, what: Missing) {
  const missing: boolean[] = Array.from({ length: first }, () => true)
  for (const [place] of bars.close.entries()) {
    if (later.includes(place)) missing.push(true)
    missing.push(false)
  }
  const column = (name: Missing) => {
    let next = 0
    return Float64Array.from(missing, (isGap) => {
      if (isGap) return name === what ? Number.NaN : 77
      next += 1
      return bars[name][next - 1]!
    })
  }
  const broken: Bars = {
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
  }
  return { broken, missing }
}

/** Bit for bit: NaN equals itself, 0 is not −0. */
function expectSame(found: Float64Array, missing: boolean[], oneByOne: () => number): void {
  for (const [place, value] of found.entries()) {
    const wanted = missing[place] ? Number.NaN : oneByOne()
    if (!Object.is(value, wanted)) expect([place, value]).toEqual([place, wanted])
  }
}

function expectBars(open: () => BarStep, bars: Bars, broken: Bars, missing: boolean[]): void {
  const step = open()
  let next = 0
  const found = overBars(open(), broken)
  expectSame(found, missing, () => {
    const at = next++
    return step(bars.high[at]!, bars.low[at]!, bars.close[at]!, bars.volume[at]!)
  })
  const half = Math.floor(found.length / 2)
  const { high, low, close, volume: shares } = broken
  const [h, l, c, v] = [high, low, close, shares].map((column) => column.subarray(0, half))
  const begun = overBars(open(), { high: h!, low: l!, close: c!, volume: v! })
  expect(begun).toEqual(found.subarray(0, half))
}

describe('what is missing has no number and changes no other', () => {
  for (const [name, open] of Object.entries(SERIES))
    prop.prop([walkOfBars, gaps], { numRuns: 30 })(name, (bars, { first, later }) => {
      const { broken, missing } = spread(bars, { first, later }, 'close')
      const step = open()
      let next = 0
      const found = overSeries(open(), broken.close)
      expectSame(found, missing, () => step(bars.close[next++]!))
      const half = Math.floor(found.length / 2)
      expect(overSeries(open(), broken.close.subarray(0, half))).toEqual(found.subarray(0, half))
    })
  for (const [name, open] of Object.entries(BARS))
    prop.prop([walkOfBars, gaps], { numRuns: 30 })(name, (bars, { what, ...places }) => {
      const { broken, missing } = spread(bars, places, what)
      expectBars(open, bars, broken, missing)
    })
  for (const name of OF_VOLUME)
    prop.prop([walkOfBars, gaps], { numRuns: 30 })(
      `${name} of bars without a volume`,
      (bars, places) => {
        const { broken, missing } = spread(bars, places, 'volume')
        expectBars(BARS[name]!, bars, broken, missing)
      },
    )

  test('and no indicator is left out', () => {
    const there = [averages, bands, momentum, range, volume].flatMap((file) => Object.keys(file))
    expect([...Object.keys(SERIES), ...Object.keys(BARS)].sort()).toEqual(there.sort())
  })
})
