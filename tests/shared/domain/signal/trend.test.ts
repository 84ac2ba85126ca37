import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { scoringDefaults as scoring } from '#shared/domain/signal/scoring.ts'
import { balanceOf, directionOf } from '#shared/domain/signal/direction.ts'
import { confidenceOf, summarise } from '#shared/domain/signal/trend.ts'
import { weigh } from '#shared/domain/signal/weight.ts'
import { inWindow } from '#shared/domain/signal/window.ts'
import { anySignal, anySignals, anyView, calm, hoursAgo, signalsOf, unit } from './any-signal.ts'

describe('directionOf', () => {
  test.each([
    // mean                 contradiction          direction
    [0.15, 0, 'bullish'], // on the limit
    [0.149999999999, 0, 'neutral'],
    [-0.15, 0, 'bearish'],
    [-0.149999999999, 0, 'neutral'],
    [0, 0, 'neutral'],
    [0.29, 0.1, 'bullish'], // contradiction must pass its limit
    [0.29, 0.100000000001, 'mixed'],
    [0.3, 0.9, 'bullish'], // the mean must stay under its limit
    [-0.3, 0.9, 'bearish'],
    [0, 1, 'mixed'], // mixed is asked before neutral
  ])('mean %d with contradiction %d is %s', (sentimentMean, contradiction, direction) => {
    expect(directionOf({ sentimentMean, contradiction }, scoring)).toBe(direction)
  })
})

describe('balanceOf', () => {
  test('is a mean on its limit by hand a mean on its limit here', () => {
    // 0.575 − 0.425 is 0.14999999999999997 in binary.
    const weighed = signalsOf({ impact: 0.575 }, { impact: 0.425, sentiment: -1 }).map((each) =>
      weigh(each, calm),
    )
    expect(balanceOf(weighed)).toEqual({ sentimentMean: 0.15, contradiction: 0.739130434783 })
  })

  test('counts neutral signals in the total alone', () => {
    const weighed = signalsOf({ impact: 0.5 }, { impact: 0.5, sentiment: 0 }).map((each) =>
      weigh(each, calm),
    )
    expect(balanceOf(weighed)).toEqual({ sentimentMean: 0.5, contradiction: 0 })
  })

  test('is 0 and 0 of nothing', () => {
    expect(balanceOf([])).toEqual({ sentimentMean: 0, contradiction: 0 })
  })
})

describe('confidenceOf', () => {
  const sure = (count: number, change = {}) => {
    const signals = signalsOf(...Array.from({ length: count }, () => change)).map((each) =>
      weigh(each, calm),
    )
    return confidenceOf(signals, 'bullish', 0, scoring)
  }
  test.each([
    // signals  confidence: 0.3·0.8·sources/15 + 0.3·credibility + 0.4·log2(n + 1)/3
    [1, 0.016 + 0.3 + 0.4 / 3],
    [3, 0.048 + 0.3 + (0.4 * 2) / 3],
    [7, 0.112 + 0.3 + 0.4],
    [15, 0.24 + 0.3 + 0.4],
    [30, 0.24 + 0.3 + 0.4],
  ])('of %d agreeing signals of as many sources is %d', (count, confidence) => {
    expect(sure(count)).toBeCloseTo(confidence, 11)
  })

  test('counts sources, not signals', () => {
    expect(sure(15, { source: 'Wire' })).toBeCloseTo(0.016 + 0.3 + 0.4, 11)
  })

  test('takes 0.4 of the contradiction off, and never falls under 0', () => {
    const weighed = signalsOf({ credibility: 0.5 }).map((each) => weigh(each, calm))
    expect(confidenceOf(weighed, 'bearish', 1, scoring)).toBe(0)
    expect(confidenceOf(weighed, 'bullish', 0.5, scoring)).toBeCloseTo(
      0.016 + 0.15 + 0.4 / 3 - 0.2,
      11,
    )
  })

  test('nothing agrees with a mixed trend', () => {
    const weighed = signalsOf({}, { sentiment: -1 }).map((each) => weigh(each, calm))
    expect(confidenceOf(weighed, 'mixed', 0, scoring)).toBeCloseTo(0.032 + 0.3, 11)
  })
})

describe('summarise', () => {
  test('sums a hand-worked week', () => {
    // Weights: 1·0.8·1.1, 0.5·0.5·1, 1·1·1; masses 0.44, 0.15, 0.2.
    const signals = signalsOf(
      { impact: 0.5, credibility: 0.8, novelty: 0.4 },
      { impact: 0.6, credibility: 0.5, publishedAt: hoursAgo(72), sentiment: -1 },
      { impact: 0.2, sentiment: 0 },
    )
    const trend = summarise('AAPL', signals, calm)
    expect(trend).toMatchObject({
      direction: 'bullish',
      signalCount: 3,
      sourceCount: 3,
      macroOnly: false,
    })
    expect(trend.sentimentMean).toBeCloseTo((0.44 - 0.15) / 0.79, 11)
    expect(trend.strength).toBe(trend.sentimentMean)
    expect(trend.contradiction).toBeCloseTo(0.15 / 0.44, 11)
    expect(trend.data).toMatchObject({
      evidenceCount: 2,
      validDocuments: 3,
      sourceTypes: ['news_api'],
    })
    expect(trend.ids.company).toEqual(
      [signals[1], signals[0], signals[2]].map((signal) => signal?.impactId),
    )
  })

  test('marks what rests on one layer alone', () => {
    const [company, macro] = signalsOf({ sentiment: 0, impact: 0.1 }, { layer: 'macro' })
    expect(summarise('AAPL', [company!, macro!], calm)).toMatchObject({
      direction: 'bullish',
      macroOnly: true,
      patternOnly: false,
    })
    expect(summarise('AAPL', [{ ...company!, sentiment: 1 }, macro!], calm).macroOnly).toBe(false)
    expect(summarise('AAPL', [{ ...macro!, layer: 'competitive' }], calm)).toMatchObject({
      macroOnly: false,
      patternOnly: true,
    })
    expect(summarise('AAPL', [company!], calm)).toMatchObject({
      direction: 'neutral',
      macroOnly: false,
    })
  })

  property.prop([anySignals, anyView])('keeps every score in its range', (signals, view) => {
    const trend = summarise('AAPL', signals, view)
    expect(Math.abs(trend.sentimentMean)).toBeLessThanOrEqual(1)
    expect(trend.strength).toBe(Math.abs(trend.sentimentMean))
    for (const score of [trend.confidence, trend.contradiction]) {
      expect(score).toBeGreaterThanOrEqual(0)
      expect(score).toBeLessThanOrEqual(1)
    }
  })

  property.prop([anySignals, anyView, fc.infiniteStream(fc.nat())])(
    'is the same to the last bit in whatever order signals come',
    (signals, view, shuffle) => {
      const shuffled = signals
        .map((signal) => ({ signal, key: shuffle.next().value as number }))
        .sort((one, other) => one.key - other.key)
        .map(({ signal }) => signal)
      expect(summarise('AAPL', shuffled, view)).toEqual(summarise('AAPL', signals, view))
    },
  )

  property.prop([anySignals, anySignal, anyView, fc.constantFrom(0, 0.1, 0.199999)])(
    'changes nothing for a signal behind the gate',
    (signals, signal, view, extractionConfidence) => {
      const shut = { ...signal, extractionConfidence }
      expect(summarise('AAPL', [...signals, shut], view)).toEqual(summarise('AAPL', signals, view))
    },
  )

  property.prop([anySignals, anyView])(
    'turns around when every signal turns around',
    (signals, view) => {
      const turned = signals.map((signal) => ({
        ...signal,
        sentiment: (-signal.sentiment + 0) as 1 | -1 | 0,
      }))
      const [one, other] = [summarise('AAPL', signals, view), summarise('AAPL', turned, view)]
      expect(other.sentimentMean).toBe(-one.sentimentMean + 0)
      expect(other.contradiction).toBe(one.contradiction)
      expect(other.confidence).toBe(one.confidence)
    },
  )

  property.prop([anySignals, anyView])(
    'a market moves no direction, only weights',
    (signals, view) => {
      const one = summarise('AAPL', signals, view)
      const other = summarise('AAPL', signals, {
        ...view,
        market: { volatilityRatio: 5, volumeChange: 2, bars: 101 },
      })
      expect(other.sentimentMean).toBeCloseTo(one.sentimentMean, 10)
      expect(other.confidence).toBeCloseTo(one.confidence, 9)
    },
  )

  property.prop([anySignals, anyView])('restated by the formula of the sum', (signals, view) => {
    const trend = summarise('AAPL', signals, view)
    const counted = signals.filter(
      (signal) =>
        signal.extractionConfidence >= 0.2 && inWindow(signal.publishedAt, view.window, view.asOf),
    )
    const masses = counted.map((signal) => weigh(signal, view).mass)
    const total = masses.reduce((sum, mass) => sum + mass, 0)
    const signed = counted.reduce(
      (sum, signal, index) => sum + signal.sentiment * masses[index]!,
      0,
    )
    expect(trend.sentimentMean).toBeCloseTo(total === 0 ? 0 : signed / total, 9)
    expect(trend.signalCount).toBe(counted.length)
  })

  property.prop([unit, unit])('two opposite masses contradict by their ratio', (one, other) => {
    const { contradiction } = balanceOf(
      signalsOf({ impact: one }, { impact: other, sentiment: -1 }).map((each) => weigh(each, calm)),
    )
    const larger = Math.max(one, other)
    expect(contradiction).toBeCloseTo(larger === 0 ? 0 : Math.min(one, other) / larger, 11)
  })
})
