/** What an evaluation does with whatever it is given: odd bars, nothing known, and pipelines that fail. */

import { fc, test as prop } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { TECHNICAL_SIGNALS, VERDICTS } from '#shared/contracts/technical-words.ts'
import { biasOf } from '#shared/domain/signal-engine/bias.ts'
import { evaluateInBoth } from '#shared/domain/signal-engine/evaluate.ts'
import { isSound, normaliseInput } from '#shared/domain/signal-engine/input.ts'
import { valuationOf } from '#shared/domain/signal-engine/valuation.ts'
import { shrunkRate } from '#shared/domain/technical/hit-rates.ts'
import { logit, sigmoid } from '#shared/domain/technical/probabilistic.ts'
import {
  dayBars,
  engineFactsOfNothing as nothing,
  risingCloses,
  sessionsFrom,
} from '../../../helpers/engine-bars.ts'

const dates = sessionsFrom('2018-01-02', 150)
const price = fc.oneof(
  fc.double({ min: 0.01, max: 1e5, noNaN: true }),
  fc.constantFrom(0, -1, Number.NaN, Number.POSITIVE_INFINITY),
)
const oddDays = fc.array(fc.tuple(price, price, price), { maxLength: 150 }).map((rows) =>
  rows.map(([high, low, close], place) => ({
    date: dates[place]!,
    high: Math.max(high, low, close),
    low: Math.min(high, low, close),
    close,
    volume: 1,
  })),
)
const share = fc.double({ min: 0, max: 1, noNaN: true })
const score = fc.double({ min: -1, max: 1, noNaN: true })

describe('an evaluation of whatever bars', () => {
  prop.prop([oddDays, score, score], { numRuns: 60 })(
    'names what it left out, and both pipelines answer in their ranges',
    (days, macroBias, competitive) => {
      const input = normaliseInput({ ...nothing, days, macroBias, competitive })
      const told = evaluateInBoth(input)
      expect(told.bars).toBe(days.filter(isSound).length)
      expect(told.sentinels.includes('bars_unsound')).toBe(told.bars < days.length)
      expect([told.heuristic.fault, told.probabilistic.fault]).toEqual([null, null])
      const { said } = told.probabilistic
      expect(said!.up).toBeGreaterThan(0)
      expect(said!.up).toBeLessThan(1)
      expect(sigmoid(said!.logOdds)).toBeCloseTo(said!.up, 9)
      expect(VERDICTS).toContain(told.heuristic.said!.verdict)
      const shut = told.bars < 20 || macroBias <= -0.5
      expect(told.filters.length > 0).toBe(shut)
      if (shut) expect([told.heuristic.said!.verdict, said!.verdict]).toEqual(['skip', 'skip'])
      expect(told.agreement === null).toBe(shut)
    },
  )

  test('does without everything but bars, and says each thing it did without', () => {
    const told = evaluateInBoth(normaliseInput({ ...nothing, days: dayBars(risingCloses(300)) }))
    expect(told.sentinels).toEqual([
      'minutes_missing',
      'macro_bias_unknown',
      'competitive_unknown',
      'price_to_earnings_unknown',
      'sector_median_unknown',
      'earnings_date_unknown',
      'hit_rates_unmeasured',
    ])
    expect(told.bias).toEqual({ macro: 0, competitive: 0 })
  })

  test('a pipeline that answers with no number has failed, and the other has not', () => {
    const input = normaliseInput({ ...nothing, days: dayBars(risingCloses(300)) })
    const whole = evaluateInBoth(input)
    const told = evaluateInBoth(input, {
      heuristic: () => ({ ...whole.heuristic.said!, total: Number.NaN }),
      probabilistic: () => whole.probabilistic.said!,
    })
    expect(told.heuristic).toEqual({
      said: null,
      fault: 'RangeError: expected a number for total, found none',
    })
    expect(told.probabilistic.said).toEqual(whole.probabilistic.said)
  })
})

describe('hit rates', () => {
  prop.prop([share, fc.nat(5_000), fc.constantFrom(...TECHNICAL_SIGNALS)])(
    'lie between the belief and what was measured, nearer to it with every session',
    (right, sessions, name) => {
      const rate = shrunkRate({ sessions, share: right })
      expect(Math.min(0.6, right) - 1e-12 <= rate && rate <= Math.max(0.6, right) + 1e-12).toBe(
        true,
      )
      const more = shrunkRate({ sessions: sessions + 1, share: right })
      expect(Math.abs(more - right)).toBeLessThanOrEqual(Math.abs(rate - right) + 1e-12)
      const { measured } = normaliseInput({
        ...nothing,
        hitRates: new Map([[name, { sessions, share: right }]]),
      })
      expect(measured).toEqual([{ name, sessions, share: right, rate }])
    },
  )

  test('a measured rate moves the chance the way it should', () => {
    const days = dayBars(risingCloses(300))
    const upBy = (right: number) =>
      evaluateInBoth(
        normaliseInput({
          ...nothing,
          days,
          hitRates: new Map(
            TECHNICAL_SIGNALS.map((name) => [name, { sessions: 500, share: right }]),
          ),
        }),
      ).probabilistic.said!.logOdds
    expect(upBy(0.5)).not.toBe(upBy(0.8))
    // Half right says nothing: what is left is what the kind of market says.
    expect(Math.abs(upBy(0.49) - logit(0.58))).toBeLessThan(0.05)
  })
})

describe('bias', () => {
  const asOf = new Date('2026-01-07T17:00:00.000Z')
  const told = fc.record({
    sentiment: fc.constantFrom(1, 0, -1) as fc.Arbitrary<1 | 0 | -1>,
    impact: share,
    companyConfidence: fc.double({ min: 0.01, max: 1, noNaN: true }),
    publishedAt: fc.nat(10 * 24).map((hours) => new Date(asOf.getTime() - hours * 3_600_000)),
  })
  prop.prop([fc.array(told, { maxLength: 20 })])(
    'lies in [-1, 1]; what is a week old is not heard',
    (all) => {
      const bias = biasOf(all, asOf)
      const isHeard = all.some(({ publishedAt }) => +asOf - +publishedAt < 168 * 3_600_000)
      expect(bias === null).toBe(!isHeard)
      if (bias !== null) expect(Math.abs(bias)).toBeLessThanOrEqual(1)
    },
  )
})

describe('valuation', () => {
  const earned = (ticker: string, close: number, yearly: string) => ({
    ticker,
    close,
    splits: [],
    facts: [
      {
        concept: 'us-gaap:EarningsPerShareDiluted',
        unit: 'USD/shares',
        from: '2018-01-01',
        to: '2018-12-31',
        value: yearly,
        form: '10-K',
        accessionNumber: '0000000001-19-000001',
        filedOn: '2019-02-01',
      },
    ],
  })
  const sector = ['A', 'B', 'C', 'D', 'E'].map((ticker, place) =>
    earned(ticker, 10 * (place + 1), '1'),
  )

  test('is of the ticker and the median of five or more of its sector', () => {
    const of = (all: typeof sector) => valuationOf('E', all, '2019-03-01')
    expect(of(sector)).toEqual({ priceToEarnings: 50, sectorMedian: 30 })
    expect(of(sector.slice(1))).toEqual({ priceToEarnings: 50, sectorMedian: null })
    expect(of([...sector.slice(0, 4), earned('E', 50, '-1')])).toEqual({
      priceToEarnings: null,
      sectorMedian: null,
    })
  })
})
