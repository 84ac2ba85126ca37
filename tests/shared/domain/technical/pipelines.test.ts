import { fc, test as prop } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { FRAMES, TECHNICAL_SIGNALS } from '#shared/contracts/technical-words.ts'
import {
  confluenceOf,
  type Confluence,
  type FramedSignal,
} from '#shared/domain/technical/confluence.ts'
import { frameWeights } from '#shared/domain/technical/frames.ts'
import { filterHard } from '#shared/domain/technical/hard-filters.ts'
import { judgeHeuristically } from '#shared/domain/technical/heuristic.ts'
import { judgeByChance, logit, sigmoid } from '#shared/domain/technical/probabilistic.ts'
import { readRegime } from '#shared/domain/technical/regime.ts'
import { agreementOf, differenceOf } from '#shared/domain/technical/verdict.ts'

const signal = (
  frame: FramedSignal['frame'],
  direction: FramedSignal['direction'],
  strength = 1,
): FramedSignal => ({
  name: 'rsi',
  direction,
  strength,
  confidence: 0.8,
  frame,
})
const told = (
  name: Confluence['name'],
  score: number,
  direction: Confluence['direction'] = 'bullish',
): Confluence => ({
  name,
  direction,
  score,
  confidence: 0.85,
  frames: ['D', 'W'],
})

describe('confluence', () => {
  test('weights of the frames add up to one', () => {
    expect(FRAMES.reduce((sum, frame) => sum + frameWeights[frame], 0)).toBeCloseTo(1, 12)
  })

  test.each([
    ['one frame alone', [signal('D', 'bullish')], 0],
    ['two without an anchor', [signal('M30', 'bullish'), signal('H1', 'bullish')], 0],
    ['two with one', [signal('H4', 'bullish'), signal('D', 'bullish', 0.5)], 1],
  ])('%s', (_what, signals, count) => expect(confluenceOf(signals)).toHaveLength(count))

  test('the score is weights times strengths, the direction that of most, a tie none', () => {
    const [both] = confluenceOf([signal('H4', 'bullish'), signal('D', 'bullish', 0.5)])
    expect(both).toMatchObject({ direction: 'bullish', frames: ['H4', 'D'] })
    expect(both?.score).toBeCloseTo(0.15 + 0.3 * 0.5, 12)
    expect(confluenceOf([signal('D', 'bullish'), signal('W', 'bearish')])[0]?.direction).toBe(
      'neutral',
    )
  })
})

describe('heuristic', () => {
  test('buys what is sure and strong, watches what is half of it, and says what is wanting', () => {
    const strong = [told('rsi', 0.7), told('ma_stack', 0.6)]
    expect(judgeHeuristically(strong, { macro: 0, competitive: 0 })).toMatchObject({
      verdict: 'buy',
      codes: [],
    })
    expect(judgeHeuristically(strong.slice(1), { macro: 0, competitive: 0 })).toMatchObject({
      verdict: 'watch',
      codes: ['heuristic_s_total_below_threshold'],
    })
    expect(judgeHeuristically([], { macro: 0.4, competitive: 0 })).toMatchObject({
      verdict: 'skip',
      total: 0.2,
      confidence: 0,
    })
  })

  test('signals that disagree make it less sure', () => {
    const torn = [told('rsi', 0.7), told('ma_stack', 0.6, 'bearish')]
    expect(judgeHeuristically(torn, { macro: 0, competitive: 0 }).confidence).toBeCloseTo(0.425, 12)
  })
})

describe('probabilistic', () => {
  const calm = { regime: 'mean_reversion', trend: 0 } as const
  const rewards = [2, 6] as const
  const confluences = fc
    .array(
      fc.record({
        name: fc.constantFrom(...TECHNICAL_SIGNALS),
        score: fc.double({ min: 0, max: 1, noNaN: true }),
        isBullish: fc.boolean(),
      }),
      { maxLength: 5 },
    )
    .map((all) =>
      all.map(({ name, score, isBullish }) => told(name, score, isBullish ? 'bullish' : 'bearish')),
    )

  prop.prop([fc.double({ min: 0.001, max: 0.999, noNaN: true })])(
    'odds and chance go round',
    (chance) => {
      expect(sigmoid(logit(chance))).toBeCloseTo(chance, 12)
    },
  )

  prop.prop([confluences])(
    'a chance is one, its entropy at most a bit, and the reward rises with it',
    (all) => {
      const judged = judgeByChance(all, calm, rewards)
      expect(judged.up).toBeGreaterThan(0)
      expect(judged.up).toBeLessThan(1)
      expect(judged.entropy).toBeGreaterThanOrEqual(0)
      expect(judged.entropy).toBeLessThanOrEqual(1)
      const more = judgeByChance([...all, told('cup_handle', 0.5)], calm, rewards)
      if (more.up > judged.up) expect(more.reward).toBeGreaterThan(judged.reward)
    },
  )

  prop.prop([fc.double({ min: 0.01, max: 1, noNaN: true })])(
    'one more signal of a cluster moves it less than one of another',
    (score) => {
      const before = [told('ma_stack', 1)]
      const same = judgeByChance([...before, told('elliott', score)], calm, rewards).up
      const other = judgeByChance([...before, told('cup_handle', score)], calm, rewards).up
      expect(same).toBeLessThan(other)
      expect(same).toBeGreaterThan(judgeByChance(before, calm, rewards).up)
    },
  )

  test('where nothing speaks the prior of the regime stands', () => {
    const up = (regime: Parameters<typeof judgeByChance>[1]) =>
      judgeByChance([], regime, rewards).up
    expect(up({ regime: 'trend_following', trend: 1 })).toBeCloseTo(0.58, 12)
    expect(up({ regime: 'trend_following', trend: -1 })).toBeCloseTo(0.42, 12)
    expect(up({ regime: 'panic', trend: 1 })).toBeCloseTo(0.42, 12)
    expect(up(calm)).toBeCloseTo(0.5, 12)
    expect(up({ regime: 'mean_reversion', trend: 1 })).toBeCloseTo(0.5, 12)
    expect(up({ regime: 'uncertainty', trend: 1 })).toBeCloseTo(0.5, 12)
  })

  test('measured rates weigh instead of the assumed one, within bounds', () => {
    const by = (rate: number) =>
      judgeByChance([told('rsi', 1)], calm, rewards, new Map([['rsi', rate]])).up
    expect(by(0.5)).toBeCloseTo(0.5, 12)
    expect(by(0.3)).toBeLessThan(0.5)
    expect(by(1)).toBeCloseTo(0.95, 12)
  })

  test('says buy, watch and skip, and what is wanting', () => {
    const sure = [told('rsi', 1), told('ma_stack', 1), told('cup_handle', 1)]
    expect(judgeByChance(sure, calm, rewards)).toMatchObject({ verdict: 'buy', codes: [] })
    expect(judgeByChance([told('rsi', 0.7)], calm, [1, 2])).toMatchObject({
      verdict: 'watch',
      codes: [
        'probabilistic_p_up_below_threshold',
        'probabilistic_entropy_too_high',
        'ev_r_below_threshold',
      ],
    })
    expect(judgeByChance([], calm, rewards)).toMatchObject({ verdict: 'skip' })
  })
})

describe('regime', () => {
  const closes = (count: number, of: (place: number) => number) =>
    Float64Array.from({ length: count }, (_, place) => of(place))
  const noise = (place: number) => Math.sin(place * 7.3)
  test.each([
    ['few days', closes(100, (place) => 100 + noise(place)), 'uncertainty'],
    ['a rise', closes(200, (place) => 100 + place + noise(place)), 'trend_following'],
    [
      'sudden turmoil',
      closes(200, (place) => 100 + noise(place) * (place > 185 ? 12 : 1)),
      'panic',
    ],
  ])('%s', (_what, series, regime) => expect(readRegime(series).regime).toBe(regime))

  /** A path whose last close lies where both means are equal to the last digit. */
  const balanced = (swing: (place: number) => number): Float64Array => {
    const series = closes(200, (place) => 100 + swing(place) * noise(place))
    let [low, high] = [50, 150]
    for (let turn = 0; turn < 200 && low < high; turn += 1) {
      series[199] = (low + high) / 2
      const { trend } = readRegime(series)
      if (trend === 0) return series
      if (trend > 0) high = series[199]
      else low = series[199]
    }
    throw new RangeError('expected a close at which the means meet, found none')
  }

  test('prices that swing less than before around a mean without a trend revert to it', () => {
    const reading = readRegime(balanced((place) => (place > 175 ? 0.5 : 1)))
    expect(reading).toMatchObject({ regime: 'mean_reversion', trend: 0 })
    expect(reading.volatility).toBeLessThan(1)
  })

  test('those that swing more are uncertain, and with a trend however small they follow it', () => {
    const more = readRegime(balanced((place) => (place > 175 ? 1.3 : 1)))
    expect(more).toMatchObject({ regime: 'uncertainty', trend: 0 })
    expect(more.volatility).toBeGreaterThan(1)
    const leaning = balanced((place) => (place > 175 ? 0.5 : 1))
    leaning[199]! += 1e-9
    expect(readRegime(leaning)).toMatchObject({ regime: 'trend_following', trend: 1 })
  })

  test('a market that stands still is unknown', () => {
    expect(readRegime(new Float64Array(200).fill(100))).toEqual({
      regime: 'uncertainty',
      trend: 0,
      volatility: null,
    })
  })
})

describe('hard filters', () => {
  const free = {
    bars: 20,
    macroBias: 0,
    priceToEarnings: 20,
    sectorMedian: 15,
    sessionsToEarnings: 10,
  }
  test.each([
    ['nothing', {}, []],
    ['too few prices', { bars: 19 }, [{ code: 'prices_missing', found: 19, limit: 20 }]],
    [
      'a bad world',
      { macroBias: -0.5 },
      [{ code: 'macro_bias_negative', found: -0.5, limit: -0.5 }],
    ],
    ['a world that is a little less bad', { macroBias: -0.499 }, []],
    ['twice what its sector costs', { priceToEarnings: 30 }, []],
    [
      'more than that',
      { priceToEarnings: 30.1 },
      [{ code: 'valuation_too_high', found: 30.1, limit: 30 }],
    ],
    [
      'results within three sessions',
      { sessionsToEarnings: 3 },
      [{ code: 'earnings_near', found: 3, limit: 3 }],
    ],
    ['results in four', { sessionsToEarnings: 4 }, []],
    ['what is not known', { priceToEarnings: null, sessionsToEarnings: null }, []],
    ['a sector that earns nothing', { priceToEarnings: 90, sectorMedian: -3 }, []],
  ])('%s', (_what, change, shut) => expect(filterHard({ ...free, ...change })).toEqual(shut))
})

describe('two pipelines', () => {
  test.each([
    ['buy', 'watch', 'heuristic_buy_probabilistic_disagrees'],
    ['skip', 'buy', 'probabilistic_buy_heuristic_disagrees'],
    ['watch', 'skip', undefined],
    ['buy', 'buy', undefined],
  ] as const)('%s and %s', (a, b, code) => expect(differenceOf(a, b)).toBe(code))

  test('agreement is of the last hundred, and low under a half', () => {
    const old = Array.from({ length: 500 }, () => true)
    expect(agreementOf([...old, ...Array.from({ length: 51 }, () => false)])).toEqual({
      share: 0.49,
      of: 100,
      isLow: true,
      warning: 'pipelines_disagree',
    })
    const fine = { isLow: false, warning: null }
    expect(agreementOf([])).toEqual({ share: null, of: 0, ...fine })
    const half = Array.from({ length: 100 }, (_, place) => place % 2 === 0)
    expect(agreementOf(half)).toEqual({ share: 0.5, of: 100, ...fine })
    const none = (of: number) => agreementOf(Array.from({ length: of }, () => false))
    expect(none(9)).toEqual({ share: 0, of: 9, ...fine })
    expect(none(10)).toEqual({
      share: 0,
      of: 10,
      isLow: true,
      warning: 'pipelines_disagree',
    })
  })
})
