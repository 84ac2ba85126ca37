import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { sessionOf } from '#shared/domain/market/calendar.ts'
import {
  checkGates,
  inTradingWindow,
  type GateCode,
  type GateInput,
} from '#shared/domain/trading/gates.ts'
import { trading1 } from '#shared/domain/trading/rules.ts'

const session = sessionOf('2024-06-03')
if (!session) throw new Error('no session')
const NOW = new Date('2024-06-03T15:00:00Z')
const open: GateInput = {
  ticker: 'AAA',
  confidence: 0.55,
  confidenceMin: 0.55,
  breakers: [],
  session,
  duplicate: null,
  returns: [],
  positions: 9,
  positionsMax: 10,
  opinions: [],
  soldAt: null,
  refusals: null,
}
const breaker = { breaker: 'manual' as const, ticker: null, openedAt: NOW, closesAt: null }

/** In the order they are looked at: what shuts each gate. */
const shut: [GateCode, Partial<GateInput>][] = [
  ['circuit_breaker', { breakers: [breaker] }],
  ['trading_window', { session: undefined }],
  ['confidence_below_tier', { confidence: 0.5499999 }],
  ['duplicate', { duplicate: 'holds 1' }],
  ['declining_book', { returns: [-0.03, -0.03, 0.01] }],
  ['max_open_positions', { positions: 10 }],
]

describe('checkGates', () => {
  test('lets through what meets every limit', () => {
    const { code, checks } = checkGates(trading1, open, NOW)
    expect(code).toBeNull()
    expect(checks.map(({ name }) => name)).toEqual(shut.map(([name]) => name))
  })

  property.prop([fc.subarray(shut, { minLength: 1 })])(
    'ends at the first gate that is shut',
    (some) => {
      const input = some.reduce((sum, [, change]) => ({ ...sum, ...change }), open)
      const { code, checks } = checkGates(trading1, input, NOW)
      const first = some[0]?.[0]
      expect(code).toBe(first)
      expect(checks.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual([first])
      expect(checks.at(-1)?.name).toBe(first)
    },
  )

  test.each([
    [[-0.02, -0.02], null], // down by 2 % is not more than 2 %
    [[-0.0201, 0.1], null], // half of the book is not more than half
    [[-0.0201, -0.0201, 0.1], 'declining_book'],
    [[], null],
  ])('a book of returns %j gives %s', (returns, code) => {
    expect(checkGates(trading1, { ...open, returns }, NOW).code).toBe(code)
  })

  test('a breaker of another ticker shuts nothing', () => {
    expect(
      checkGates(trading1, { ...open, breakers: [{ ...breaker, ticker: 'BBB' }] }, NOW).code,
    ).toBeNull()
  })
})

describe('inTradingWindow', () => {
  test.each([
    ['2024-06-03T13:34:59.999Z', false],
    ['2024-06-03T13:35:00Z', true],
    ['2024-06-03T19:54:59.999Z', true],
    ['2024-06-03T19:55:00Z', false],
    ['2024-11-29T17:54:59Z', true], // half day
    ['2024-11-29T17:55:00Z', false],
  ])('%s: %s', (at, inside) => {
    expect(inTradingWindow(sessionOf(at.slice(0, 10)), new Date(at))).toBe(inside)
  })
})
