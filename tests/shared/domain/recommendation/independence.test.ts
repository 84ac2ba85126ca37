import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { judge } from '#shared/domain/recommendation/action.ts'
import { riskClassOf } from '#shared/domain/recommendation/risk.ts'
import {
  recommendation1,
  recommendation2,
  recommendation3,
  recommendation4,
} from '#shared/domain/recommendation/rules.ts'
import type { Vouched } from '#shared/domain/signal/vouched.ts'
import { free, sound, strong, vouched } from './judged.ts'

const judged = (change: Partial<Vouched> = {}, rules = recommendation2, trend = strong) =>
  judge(rules, trend, { ...sound, ...free, vouched: { ...vouched, ...change } })

describe('recommendation-2', () => {
  test('acts on what those with a record say by themselves', () => {
    expect(judged()).toMatchObject({
      action: 'buy',
      mode: 'live_eligible',
      independent: { stories: 5, owners: 3 },
      risk: 'low',
      judged: strong,
    })
  })

  test.each([
    // what those with a record say        action and mode
    [{ direction: 'neutral' as const }, 'watch informational', ['neutral_direction']],
    [{ direction: 'bearish' as const }, 'watch informational', ['neutral_direction']],
    [{ strength: 0.2 }, 'hold live_eligible', []],
    [{ strength: 0.09 }, 'watch informational', ['low_trend_strength']],
    [{ confidence: 0.5 }, 'buy paper_eligible', []],
    [{ documentShare: 0.35 }, 'buy live_eligible', []],
    [{ documentShare: 0.351 }, 'buy paper_eligible', []],
    [{ confidence: 0.49 }, 'buy informational', []],
    [{ contradiction: 0.61 }, 'watch informational', ['high_contradiction']],
    [{ evidenceCount: 1 }, 'watch informational', ['insufficient_evidence']],
  ])('%o: %s', (change, verdict, reasons) => {
    const { action, mode, ineligibilities } = judged(change)
    expect(`${action} ${mode}`).toBe(verdict)
    expect(ineligibilities).toEqual(reasons)
  })

  test('a trend that was summed up without records is only shown; recommendation-1 judges it as ever', () => {
    const data = { ...sound, ...free }
    expect(judge(recommendation2, strong, data)).toMatchObject({
      mode: 'informational',
      suppressions: ['unknown_sources', 'unconfirmed_story', 'single_document'],
      independent: null,
      risk: 'high',
    })
    expect(judge(recommendation1, strong, data)).toMatchObject({ mode: 'live_eligible' })
  })

  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const numbers = fc.record({ strength: share, confidence: share, contradiction: share })
  property.prop([numbers, numbers])(
    'whatever the rest say, nothing is acted on that those with a record do not say',
    (all, own) => {
      const { mode } = judged(own, recommendation2, { ...strong, ...all })
      const alone = judged(own, recommendation2, { ...strong, ...own })
      if (alone.mode === 'informational') expect(mode).toBe('informational')
      if (mode === 'live_eligible') expect(alone.mode).toBe('live_eligible')
    },
  )
})

describe('recommendation-3', () => {
  test.each([
    // known owners with a story of their own, of these for hours
    [1, 1, 'informational', ['unconfirmed_story', 'unseasoned_story']],
    [2, 0, 'informational', ['unseasoned_story']],
    [2, 1, 'informational', ['unseasoned_story']],
    // Two move no real money, however long they say so.
    [2, 2, 'paper_eligible', []],
    [3, 0, 'live_eligible', []],
  ])('%d voices, %d for hours: %s', (voices, stood, mode, suppressions) => {
    const seasoned = { ...vouched, voices: stood }
    expect(judged({ voices, recentVoices: voices, seasoned }, recommendation3)).toMatchObject({
      mode,
      suppressions,
    })
  })

  test.each([
    // what stood says by itself, beside strong words of two that were just told
    [{}, 'buy live_eligible', 0.5],
    [{ voices: 2 }, 'buy paper_eligible', 0.5],
    [{ documentShare: 0.4 }, 'buy paper_eligible', 0.5],
    [{ strength: 0.2 }, 'hold live_eligible', 0.2],
    [{ strength: 0.3 }, 'buy live_eligible', 0.3],
    [{ confidence: 0.49 }, 'buy informational', 0.5],
    [{ confidence: 0.6 }, 'buy paper_eligible', 0.5],
    [{ contradiction: 0.61 }, 'watch informational', 0.5],
    [{ direction: 'mixed' as const }, 'buy informational', 0.5],
  ])('passes by itself: %o gives %s', (change, verdict, strength) => {
    const seasoned = { ...vouched, ...change }
    const { action, mode, judged: numbers } = judged({ recentVoices: 2, seasoned }, recommendation3)
    expect(`${action} ${mode}`).toBe(verdict)
    expect(numbers.strength).toBe(strength)
  })

  test.each([
    // A way out is as open as before: two known owners, just read.
    [{ voices: 2, recentVoices: 2 }, 'sell live_eligible'],
    [{ voices: 2, recentVoices: 2, confidence: 0.6 }, 'sell paper_eligible'],
    [{ voices: 1, recentVoices: 1 }, 'sell informational'],
  ])('a bearish trend, %o: %s at once, as by recommendation-2', (change, verdict) => {
    const bearish = { ...strong, direction: 'bearish' as const }
    const [before, now] = [recommendation2, recommendation3].map((rules) =>
      judged({ direction: 'bearish', ...change }, rules, bearish),
    )
    expect(`${now!.action} ${now!.mode}`).toBe(verdict)
    expect({ ...now!, ruleVersion: '' }).toEqual({ ...before!, ruleVersion: '' })
  })
})

describe('recommendation-4', () => {
  test.each([
    // what rules alone read in the same documents
    [undefined, 'buy live_eligible', []],
    [{}, 'buy live_eligible', []],
    [{ direction: 'neutral' as const }, 'buy informational', ['model_alone']],
    [{ direction: 'bearish' as const }, 'buy informational', ['model_alone']],
    [{ voices: 1, recentVoices: 1 }, 'buy informational', ['model_alone']],
    [{ documentShare: 0.51 }, 'buy informational', ['model_alone']],
    [{ confidence: 0.6 }, 'buy paper_eligible', []],
    [{ confidence: 0.49 }, 'buy informational', []],
    [{ strength: 0.2 }, 'hold live_eligible', []],
    // Two known owners by rules, three by the model: no real money.
    [{ voices: 2, recentVoices: 2, seasoned: { ...vouched, voices: 2 } }, 'buy paper_eligible', []],
  ])('a purchase that rules read as %o: %s', (change, verdict, suppressions) => {
    const byRules = change && { byRules: { ...vouched, ...change } }
    const found = judged({ ...byRules }, recommendation4)
    expect(`${found.action} ${found.mode}`).toBe(verdict)
    expect(found.suppressions).toEqual(suppressions)
    if (suppressions.length > 0)
      expect(found.wouldChange).toEqual([
        'It may be acted on if rules read in its documents what the model does.',
      ])
  })

  test('a sale is judged as before, whatever rules read', () => {
    const bearish = { ...strong, direction: 'bearish' as const }
    const change = { direction: 'bearish' as const, byRules: vouched }
    const [before, now] = [recommendation3, recommendation4].map((rules) =>
      judged(change, rules, bearish),
    )
    expect(now).toMatchObject({ action: 'sell', mode: 'live_eligible' })
    expect({ ...now!, ruleVersion: '' }).toEqual({ ...before!, ruleVersion: '' })
  })

  // About the limits, and mostly on the side that passes: of wholly random numbers hardly any is a purchase.
  const own = fc.record({
    direction: fc.constantFrom(
      ...(['bullish', 'bullish', 'bullish', 'bullish', 'bearish'] as const),
    ),
    strength: fc.constantFrom(0.24, 0.25, 0.5, 0.8),
    confidence: fc.constantFrom(0.49, 0.5, 0.69, 0.7, 0.8, 0.9),
    contradiction: fc.constantFrom(0, 0.1, 0.35, 0.36),
    documentShare: fc.constantFrom(0.2, 0.35, 0.36, 0.5, 0.51),
    evidenceCount: fc.integer({ min: 1, max: 5 }),
    voices: fc.integer({ min: 1, max: 4 }),
    recentVoices: fc.integer({ min: 1, max: 4 }),
    knownOwners: fc.integer({ min: 0, max: 2 }),
  })
  const anyVouched = fc.record({ own, seasoned: own }).map(({ own: all, seasoned }): Vouched => ({
    ...vouched,
    ...all,
    seasoned: { ...vouched, ...seasoned },
  }))
  const MODES = ['informational', 'paper_eligible', 'live_eligible']
  const purchase = (trend: Vouched, read: Vouched) => {
    const { action, mode } = judged(read, recommendation4, trend)
    return action === 'buy' ? MODES.indexOf(mode) : 0
  }
  property.prop([anyVouched, anyVouched], { numRuns: 1_000 })(
    'nothing is bought that rules alone, or the model’s reading alone, would not let be bought',
    (model, byRules) => {
      const both = purchase(model, { ...model, byRules })
      expect(both).toBeLessThanOrEqual(purchase(byRules, byRules))
      expect(both).toBeLessThanOrEqual(purchase(model, model))
    },
  )

  property.prop([anyVouched, anyVouched], { numRuns: 500 })(
    'where no model reads it decides as recommendation-3, so it costs such a replay nothing',
    (trend, read) => {
      const [before, now] = [recommendation3, recommendation4].map((rules) => {
        const { checks, ruleVersion: _, ...decided } = judged(read, rules, trend)
        return { ...decided, checks: checks.filter(({ name }) => name !== 'rules_reading') }
      })
      expect(now).toEqual(before)
    },
  )
})

describe('what would change it', () => {
  test.each([
    [
      judged({ voices: 1 }),
      [
        'It may be acted on once the number of known owners with a story of their own is at least 2 (now 1).',
      ],
    ],
    [
      judged({ confidence: 0.45 }),
      ['It may be acted on once its confidence is at least 0.5 (now 0.45).'],
    ],
    [
      judged({ direction: 'neutral' }),
      ['It may be acted on if those with a record took a side, and the rest with them.'],
    ],
  ])('what holds it back, %#', ({ wouldChange }, expected) => {
    expect(wouldChange).toEqual(expected)
  })

  test('how near the limits are that it stands on, the nearest first', () => {
    expect(judged({ documentShare: 0.48, voices: 9 }).wouldChange).toEqual(
      [
        'It becomes a hold when its strength falls under 0.25 (now 0.5).',
        'It ends when the share that one document bears rises above 0.5 (now 0.48).',
        'It ends when its confidence falls under 0.5 (now 0.8).',
        'It ends when the extraction failure rate rises above 0.5 (now 0.1).',
      ].map((line) =>
        line.replace('extraction failure rate', 'share of documents that could not be read'),
      ),
    )
  })
})

test.each([
  // contradiction, confidence, owners, volatility
  [0.1, 0.7, 3, 1.2, 'low'],
  [0.101, 0.7, 3, 1.2, 'medium'],
  [0.1, 0.699, 3, 1.2, 'medium'],
  [0.1, 0.7, 2, 1.2, 'medium'],
  [0.1, 0.7, 3, 1.201, 'medium'],
  [0.35, 0.5, 2, 1.5, 'medium'],
  [0.351, 0.5, 2, 1.5, 'high'],
  [0.35, 0.499, 2, 1.5, 'high'],
  [0.35, 0.5, 1, 1.5, 'high'],
  [0.35, 0.5, 2, 1.501, 'high'],
] as const)(
  'contradiction %d, confidence %d, %d owners, volatility %d: %s',
  (contradiction, confidence, owners, volatilityRatio, expected) => {
    expect(riskClassOf({ contradiction, confidence }, { owners, volatilityRatio })).toBe(expected)
  },
)
