/** Goal: a check reads as what was found and its limit, by unit and relation. Method: checks as stages store them. */

import { describe, expect, test } from 'vitest'
import { readChecks as readNamed } from '../../../frontend/src/parts/read-checks.ts'
import { checkWords } from '../../../frontend/src/text/check-words.ts'
import {
  eligibilityChecks,
  eligibilityDefaults,
} from '#shared/domain/recommendation/eligibility.ts'
import {
  independenceChecks,
  modelCheck,
  seasonCheck,
  suppressionChecks,
  suppressionDefaults,
} from '#shared/domain/recommendation/suppression.ts'
import { comparisons } from '#shared/domain/trading/comparisons.ts'
import { entryGates } from '#shared/domain/trading/entry-gates.ts'

const readChecks = (stored: unknown) => readNamed(stored, (name) => `(${name})`)
const said = (check: object) => {
  const [read] = readChecks([{ passed: true, ...check }])
  return read && [read.what, read.found, read.limit]
}

test.each([
  [
    { name: 'stale_quote', found: 47.76, limit: 120, unit: 'seconds', relation: 'at most' },
    ['Age of the last trade', '48 s', 'at most 120 s'],
  ],
  [
    { name: 'session_closed', found: 'true', limit: 'true', relation: 'is' },
    ['The exchange', 'open', 'open'],
  ],
  [
    { name: 'order_shares', found: '0.089900000', limit: '1000' },
    ['Shares in the order', '0.0899', 'at most 1,000'],
  ],
  [
    { name: 'position_pct', found: '48.95848554', limit: '49.982586114' },
    ['Position with the order, by its share of equity', '$48.96', 'at most $49.98'],
  ],
  [
    { name: 'daily_loss', found: -0.000348, limit: 0.03 },
    ['Lost today, of equity', '−0.03 %', 'at most 3.00 %'],
  ],
  [
    { name: 'circuit_breaker', found: null, limit: null, relation: 'is' },
    ['Circuit breaker of the ticker, or of all', 'none open', 'none open'],
  ],
  [
    { name: 'newest_evidence_age_hours', found: 4.404794, limit: 168 },
    ['Age of the newest evidence', '4 h 24 m', 'at most 7 d'],
  ],
  [{ name: 'price_age', found: 3, limit: null }, ['Age of the price', '3 s', '–']],
  [{ name: 'of_tomorrow', found: 0.5, limit: 'much' }, ['(of_tomorrow)', '0.5', 'much']],
])('%j', (check, expected) => expect(said(check)).toEqual(expected))

test('moments read in New York', () => {
  const limit = '2026-03-02T14:35:00.000Z to 2026-03-02T20:55:00.000Z'
  expect(said({ name: 'trading_window', found: '2026-03-02T18:40:47.120Z', limit })).toEqual([
    'Time of the decision, within',
    '02 Mar, 13:40 ET',
    '02 Mar, 09:35 ET to 02 Mar, 15:55 ET',
  ])
})

test('the unit and relation that a check was stored with come before those of its name', () => {
  const check = { name: 'stale_quote', found: 2, limit: 3, unit: 'count', relation: 'at least' }
  expect(said(check)?.slice(1)).toEqual(['2', 'at least 3'])
})

test('what is no check is left out', () => {
  expect(readChecks(['noise', { name: 4 }, { name: 'confidence', found: 1, limit: 0 }])).toEqual([
    { name: 'confidence', what: 'Confidence', found: '1.00', limit: 'at least 0.00', passed: null },
  ])
  expect(readChecks(null)).toEqual([])
})

describe('no check is without words', () => {
  test.each(Object.entries(comparisons))('%s, %s', (name, comparison) =>
    expect(checkWords[name]?.relation).toBe(comparison),
  )

  test('of entries', () => {
    expect(entryGates.map(([code]) => code).filter((code) => !checkWords[code])).toEqual([])
  })

  test('of recommendations', () => {
    const trend = { direction: 'bullish', strength: 0, confidence: 0, contradiction: 0 } as const
    const data = {
      dataConfidence: 0,
      newestAgeHours: 0,
      sourceTypes: 0,
      extractionFailureRate: 0,
      validDocuments: 0,
      dataQuality: 0,
      macroOnly: false,
      patternOnly: false,
    }
    const names = [
      ...eligibilityChecks.map(
        (look) => look({ ...trend, evidenceCount: 0 }, eligibilityDefaults).name,
      ),
      ...[...suppressionChecks, ...independenceChecks, seasonCheck, modelCheck].map(
        (look) => look(data, suppressionDefaults).name,
      ),
    ]
    expect(names.filter((name) => !checkWords[name])).toEqual([])
  })
})
