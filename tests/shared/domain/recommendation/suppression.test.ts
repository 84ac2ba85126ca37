import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { reasonsOf, suppressionWords } from '#shared/domain/recommendation/codes.ts'
import {
  failureRateOf,
  independenceChecks,
  modelCheck,
  seasonCheck,
  suppressionChecks,
  suppressionDefaults,
  type JudgedData,
  type ShiftMarks,
} from '#shared/domain/recommendation/suppression.ts'
import type { Vouched } from '#shared/domain/signal/vouched.ts'
import { free, sound, vouched } from './judged.ts'

/** Two told lately, and others for hours. */
const stood = (change: Partial<Vouched>) => ({
  recentVoices: 2,
  seasoned: { ...vouched, ...change },
})

const look = (facts: JudgedData & ShiftMarks) =>
  [...suppressionChecks, ...independenceChecks, seasonCheck, modelCheck].map((check) =>
    check(facts, suppressionDefaults),
  )

const reasons = (change = {}, marks = {}) =>
  reasonsOf(look({ ...sound, ...free, vouched, ...change, ...marks }))

test.each([
  // change                                        reasons; a number on its limit passes
  [{}, []],
  [{ dataConfidence: 0.4 }, []],
  [{ dataConfidence: 0.399 }, ['low_data_confidence']],
  [{ dataConfidence: null }, ['low_data_confidence']],
  [{ newestAgeHours: 168 }, []],
  [{ newestAgeHours: 168.001 }, ['stale_evidence']],
  [{ newestAgeHours: null }, ['stale_evidence']],
  [{ sourceTypes: 1 }, []],
  [{ sourceTypes: 0 }, ['low_source_diversity']],
  [{ extractionFailureRate: 0.5 }, []],
  [{ extractionFailureRate: 0.501 }, ['high_extraction_failure_rate']],
  [{ validDocuments: 2 }, []],
  [{ validDocuments: 1 }, ['insufficient_valid_documents']],
  [{ dataQuality: 0.3 }, []],
  [{ dataQuality: 0.299 }, ['low_data_quality']],
  [
    {
      vouched: {
        ...vouched,
        knownOwners: 1,
        voices: 2,
        ...stood({ voices: 2, documentShare: 0.5 }),
        documentShare: 0.5,
      },
    },
    [],
  ],
  [{ vouched: { ...vouched, ...stood({ voices: 1 }) } }, ['unseasoned_story']],
  [
    { vouched: { ...vouched, ...stood({ voices: 2, documentShare: 0.501 }) } },
    ['unseasoned_story'],
  ],
  [{ vouched: { ...vouched, ...stood({ direction: 'bearish' }) } }, ['unseasoned_story']],
  [{ vouched: { ...vouched, voices: 9, recentVoices: 2 } }, ['unseasoned_story']],
  [{ vouched: { ...vouched, recentVoices: 3 } }, []],
  [{ vouched: { ...vouched, knownOwners: 0 } }, ['unknown_sources']],
  [
    { vouched: { ...vouched, voices: 1, recentVoices: 1 } },
    ['unconfirmed_story', 'unseasoned_story'],
  ],
  [{ vouched: { ...vouched, documentShare: 0.501 } }, ['single_document']],
  [{ dataConfidence: 0, dataQuality: 0 }, ['low_data_confidence', 'low_data_quality']],
])('%o gives %o', (change, expected) => {
  expect(reasons(change)).toEqual(expected)
})

test('what rests on one outer layer is suppressed', () => {
  expect(reasons({}, { macroOnly: true })).toEqual(['macro_only'])
  expect(reasons({}, { patternOnly: true })).toEqual(['pattern_only'])
})

test('every code is checked, in the order of its table, with its number and limit', () => {
  const checks = look({ ...sound, ...free })
  expect(checks.map(({ code }) => code)).toEqual(Object.keys(suppressionWords))
  expect(checks.find(({ name }) => name === 'extraction_failure_rate')).toEqual({
    name: 'extraction_failure_rate',
    code: 'high_extraction_failure_rate',
    found: 0.1,
    limit: 0.5,
    passed: true,
  })
})

test('no reading tried is no failure', () => {
  expect(failureRateOf({ extracted: 0, extractionFailed: 0 })).toBe(0)
  expect(failureRateOf({ extracted: 49, extractionFailed: 51 })).toBe(0.51)
})

property.prop([fc.nat(1000), fc.nat(1000)])(
  'one more failure never lowers the failure rate',
  (extracted, extractionFailed) => {
    const rate = failureRateOf({ extracted, extractionFailed })
    expect(
      failureRateOf({ extracted, extractionFailed: extractionFailed + 1 }),
    ).toBeGreaterThanOrEqual(rate)
    expect(rate).toBeGreaterThanOrEqual(0)
    expect(rate).toBeLessThanOrEqual(1)
  },
)
