import { expect, test } from 'vitest'
import { ineligibilityWords, reasonsOf } from '#shared/domain/recommendation/codes.ts'
import {
  eligibilityChecks,
  eligibilityDefaults,
  type Judged,
} from '#shared/domain/recommendation/eligibility.ts'
import { strong } from './judged.ts'

const look = (trend: Judged) => eligibilityChecks.map((check) => check(trend, eligibilityDefaults))

test.each([
  // change                          reasons; a number on its limit passes
  [{}, []],
  [{ confidence: 0.35 }, []],
  [{ confidence: 0.349 }, ['low_confidence']],
  [{ strength: 0.1 }, []],
  [{ strength: 0.099 }, ['low_trend_strength']],
  [{ contradiction: 0.6 }, []],
  [{ contradiction: 0.601 }, ['high_contradiction']],
  [{ evidenceCount: 2 }, []],
  [{ evidenceCount: 1 }, ['insufficient_evidence']],
  [{ direction: 'mixed' as const }, []],
  [{ direction: 'neutral' as const, strength: 0 }, ['low_trend_strength', 'neutral_direction']],
])('%o gives %o', (change, expected) => {
  expect(reasonsOf(look({ ...strong, ...change }))).toEqual(expected)
})

test('every code is checked, in the order of its table', () => {
  expect(look(strong).map(({ code }) => code)).toEqual(Object.keys(ineligibilityWords))
})
