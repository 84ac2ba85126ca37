import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { sessionOf } from '#shared/domain/market/calendar.ts'
import { backsOffUntil } from '#shared/domain/trading/entry-gates.ts'
import { checkGates, type GateCode, type GateInput } from '#shared/domain/trading/gates.ts'
import { trading1, trading2 } from '#shared/domain/trading/rules.ts'
import { verdictOf, type Opinion } from '#shared/domain/trading/verdict.ts'

const NOW = new Date('2024-06-03T15:00:00Z')
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)
const says = (action: 'buy' | 'sell', confidence: number, trendWindow = '7d'): Opinion => ({
  recommendationId: '',
  ticker: 'AAA',
  trendWindow,
  action,
  confidence,
})
const open: GateInput = {
  ticker: 'AAA',
  confidence: 0.55,
  confidenceMin: 0.55,
  breakers: [],
  session: sessionOf('2024-06-03'),
  duplicate: null,
  returns: [],
  positions: 9,
  positionsMax: 10,
  opinions: [says('buy', 0.55)],
  soldAt: null,
  refusals: null,
}
const breaker = { breaker: 'manual' as const, ticker: null, openedAt: NOW, closesAt: null }
const refused = (count: number, minutes: number) => ({ count, lastAt: ago(minutes), says: '403' })

/** In their order: what shuts each gate, and what just leaves it open. */
const gates: [GateCode, Partial<GateInput>, Partial<GateInput>][] = [
  ['circuit_breaker', { breakers: [breaker] }, { breakers: [{ ...breaker, ticker: 'BBB' }] }],
  ['trading_window', { session: undefined }, {}],
  ['confidence_below_tier', { confidence: 0.5499 }, { confidence: 0.55 }],
  [
    'outweighed',
    { opinions: [says('buy', 0.6), says('sell', 0.551, '1d')] },
    { opinions: [says('buy', 0.6), says('sell', 0.55, '1d')] },
  ],
  ['duplicate', { duplicate: 'holds 1' }, { duplicate: null }],
  ['cool_down', { soldAt: ago(59.9) }, { soldAt: ago(60) }],
  ['entry_refused', { refusals: refused(1, 29.9) }, { refusals: refused(1, 30) }],
  ['declining_book', { returns: [-0.03, -0.03, 0.01] }, { returns: [-0.03, -0.03] }],
  ['max_open_positions', { positions: 10 }, { positions: 9 }],
]

describe('the gates of trading-2', () => {
  test.each(gates)('%s can be shut and left', (code, shut, left) => {
    expect(checkGates(trading2, { ...open, ...shut }, NOW)).toMatchObject({ code })
    expect(checkGates(trading2, { ...open, ...left }, NOW).code).toBeNull()
  })

  test('stand in this order', () => {
    expect(trading2.gates.map(([code]) => code)).toEqual(gates.map(([code]) => code))
    expect(trading1.gates).toHaveLength(6)
  })

  test('show the windows that agree and those that do not', () => {
    const opinions = [says('buy', 0.6, '30d'), says('buy', 0.8), says('sell', 0.7, '1d')]
    expect(checkGates(trading2, { ...open, opinions }, NOW).checks).toContainEqual({
      name: 'windows_to_buy',
      found: '7d 0.80, 30d 0.60',
      limit: null,
      passed: true,
    })
    expect(checkGates(trading2, { ...open, opinions }, NOW).checks).toContainEqual({
      name: 'windows_to_sell',
      found: '1d 0.70',
      limit: null,
      passed: true,
    })
  })

  test('a refused entry is waited for longer each time, and never more than four hours', () => {
    const minutes = [1, 2, 3, 4, 5, 100].map(
      (count) =>
        (backsOffUntil({ count, lastAt: NOW, says: '' }).getTime() - NOW.getTime()) / 60_000,
    )
    expect(minutes).toEqual([30, 60, 120, 240, 240, 240])
  })
})

describe('the verdict of a ticker', () => {
  test.each<[string, Opinion[], string]>([
    ['nothing is said', [], 'keep'],
    ['one window buys', [says('buy', 0.4)], 'buy'],
    ['one window sells', [says('sell', 0.4)], 'sell'],
    ['a sale is much less sure', [says('buy', 0.6), says('sell', 0.55)], 'buy'],
    ['a sale is little less sure', [says('buy', 0.6), says('sell', 0.56)], 'keep'],
    ['both are as sure', [says('buy', 0.6), says('sell', 0.6)], 'sell'],
    [
      'the surest counts, not the most',
      [says('buy', 0.6, '30d'), says('buy', 0.6), says('sell', 0.9)],
      'sell',
    ],
  ])('where %s', (_, opinions, stand) => expect(verdictOf(opinions).stand).toBe(stand))

  const share = fc.double({ min: 0, max: 1, noNaN: true })
  property.prop([share, share])('has a band between buying and selling', (buy, sell) => {
    const { stand } = verdictOf([says('buy', buy), says('sell', sell)])
    if (stand === 'buy') expect(buy - sell).toBeGreaterThanOrEqual(0.05 - 1e-8)
    if (stand === 'sell') expect(sell).toBeGreaterThanOrEqual(buy)
    if (stand === 'keep') expect(buy - sell).toBeGreaterThan(0)
  })
})
