/** Recommendations played by the live engine's rules, over bars and words written by hand. */

import { describe, expect, test } from 'vitest'
import type { Row } from '../../../helpers/backtest-feed.ts'
import {
  codesOf as codes,
  days,
  playSaid as play,
  salesOf as sales,
  saying,
  toldFills as told,
  wide,
} from '../../../helpers/recorded-play.ts'

describe('an entry', () => {
  test('is sized as live: a share of the pool by its confidence, a tenth more in a new sector', () => {
    const run = play({ AAA: days(24) }, saying({ 20: [{}] }))
    // 0.5 · 0.10 · 0.8 / 0.55 of 100,000, times 1.1; whole cents of shares at 100.
    expect(told(run)).toEqual([['buy', 21, '80', 100]])
  })

  test('is bought in parts, the later ones at the open after they came due', () => {
    const means = { ...wide, settings: { ...wide.settings, gradualTranches: 3 } }
    const run = play({ AAA: days(26) }, saying({ 20: [{}] }), { means })
    expect(told(run)).toEqual([
      ['buy', 21, '26.6666', 100],
      ['buy', 22, '26.6666', 100],
      ['buy', 22, '26.6668', 100],
    ])
  })

  test('gives up its later parts where the price went a range against the first', () => {
    const means = { ...wide, settings: { ...wide.settings, gradualTranches: 3 } }
    const falls = [...days(21), [100, 100.5, 97, 97.5] as const, ...days(4, 97.5)]
    const run = play({ AAA: falls }, saying({ 20: [{}] }), { means })
    expect(told(run)).toEqual([['buy', 21, '26.6666', 100]])
    expect(run.rejected).toMatchObject([{ code: 'tranche_price', found: '97.5', limit: '98' }])
  })

  test('in parts over a split is given up', () => {
    const means = { ...wide, settings: { ...wide.settings, gradualTranches: 3 } }
    const rows = [...days(22), ...days(4, 50)]
    const split = (at: number) => (at === 22 ? { splits: [{ ticker: 'AAA', ratio: '2' }] } : {})
    const run = play({ AAA: rows }, saying({ 21: [{}] }, split), { means })
    expect(told(run)).toEqual([['buy', 22, '53.3332', 50]])
    expect(codes(run)).toEqual(['tranche_split'])
  })
})

test('half is sold at the first target, the rest by a stop that trails two ranges under the close', () => {
  // ATR 2, moderate: stop 96, first target 106, second 112.
  const path: Row[] = [
    ...days(22),
    [101, 106.5, 100, 106],
    [106, 109, 105, 108],
    [107, 107.5, 103.9, 104.5],
    ...days(3, 104),
  ]
  const run = play({ AAA: path }, saying({ 20: [{}] }))
  expect(sales(run)).toEqual([
    ['sell', 22, '40', 106],
    ['sell', 24, '40', 104],
  ])
  expect(run.trades).toMatchObject([{ why: 'trailing_stop', isOpen: false }])
})

test('the second target sells all that is left, and a day that reached both stop and target takes the stop', () => {
  const up = play(
    { AAA: [...days(22), [101, 113, 100, 112.5], ...days(3, 112)] },
    saying({ 20: [{}] }),
  )
  expect(sales(up)).toEqual([
    ['sell', 22, '40', 106],
    ['sell', 22, '40', 112],
  ])
  const both = play(
    { AAA: [...days(22), [101, 107, 95, 96], ...days(3, 96)] },
    saying({ 20: [{}] }),
  )
  expect(sales(both)).toEqual([['sell', 22, '80', 96]])
  const jumped = play(
    { AAA: [...days(22), [90, 91, 89, 90], ...days(3, 90)] },
    saying({ 20: [{}] }),
  )
  expect(sales(jumped)).toEqual([['sell', 22, '80', 90]])
})

test('levels follow a split, and what is sold is sold on the new basis', () => {
  const path: Row[] = [...days(23), [50, 50.5, 47.9, 48.5], ...days(3, 48)]
  const split = (at: number) => (at === 23 ? { splits: [{ ticker: 'AAA', ratio: '2' }] } : {})
  const run = play({ AAA: path }, saying({ 20: [{}] }, split))
  expect(sales(run)).toEqual([['sell', 23, '160', 48]])
})

describe('what windows say', () => {
  test('a sale ends its ticker at the next open; of what is not held it says so', () => {
    const run = play(
      { AAA: days(30), BBB: days(30) },
      saying({ 20: [{}], 24: [{ action: 'sell' }, { ticker: 'BBB', action: 'sell' }] }),
    )
    expect(told(run)).toEqual([
      ['buy', 21, '80', 100],
      ['sell', 25, '80', 100],
    ])
    expect(run.rejected).toMatchObject([{ ticker: 'BBB', side: 'sell', code: 'no_position' }])
  })

  test('the surest of both sides are compared, and in between what is not held is left alone', () => {
    const other = { action: 'sell' as const, trendWindow: '90d', confidence: 0.78 }
    const run = play({ AAA: days(24) }, saying({ 20: [{}, other] }))
    expect(told(run)).toEqual([])
    expect(run.rejected).toMatchObject([
      { code: 'outweighed', side: 'sell', found: 0.78, limit: '7d 0.80' },
      { code: 'outweighed', side: 'buy', found: 0.78, limit: 0.75 },
    ])
  })

  test('a window that took its word back is not heard any more', () => {
    const back = { action: 'sell' as const, minutesBefore: 30 }
    const run = play({ AAA: days(24) }, saying({ 20: [{}, back] }))
    expect(told(run)).toEqual([])
    expect(codes(run)).toContain('superseded')
  })
})

describe('is refused with the numbers', () => {
  const held = Array.from({ length: 11 }, (_, place) => `T${place}`)
  const all = Object.fromEntries(held.map((ticker) => [ticker, days(30)]))

  test.each<[string, Parameters<typeof play>]>([
    ['confidence_below_tier', [{ AAA: days(24) }, saying({ 20: [{ confidence: 0.5 }] })]],
    ['insufficient_bars', [{ AAA: days(24) }, saying({ 10: [{}] })]],
    ['duplicate', [{ AAA: days(26) }, saying({ 20: [{}], 23: [{}] })]],
    [
      'max_open_positions',
      [all, saying({ 20: held.map((ticker) => ({ ticker, confidence: 0.56 })) })],
    ],
    [
      'earnings_near',
      [
        { AAA: days(24) },
        saying({ 20: [{}] }),
        {
          earnings: new Map([
            [
              'AAA',
              [
                {
                  accessionNumber: '0000000001-19-000001',
                  basis: 'results' as const,
                  announcedAt: new Date('2019-01-31T12:00:00Z'),
                  isSure: true,
                },
              ],
            ],
          ]),
        },
      ],
    ],
    [
      'correlated',
      [{ AAA: walked(1), BBB: walked(1) }, saying({ 40: [{}], 43: [{ ticker: 'BBB' }] })],
    ],
    [
      'sector_full',
      [
        { AAA: days(30), BBB: days(30), CCC: days(30), DDD: days(30), EEE: days(30) },
        saying({
          20: ['AAA', 'BBB', 'CCC'].map((ticker) => ({ ticker, confidence: 1 })),
          22: ['DDD', 'EEE'].map((ticker) => ({ ticker, confidence: 1 })),
        }),
        {
          sectors: new Map(['AAA', 'BBB', 'CCC', 'DDD', 'EEE'].map((ticker) => [ticker, 'one'])),
        },
      ],
    ],
  ])('%s', (code, asked) => {
    expect(codes(play(...asked))).toContain(code)
  })
})

/** Sessions that move alike from one seed. */
function walked(seed: number): Row[] {
  let price = 100
  return Array.from({ length: 50 }, (_, at) => {
    price *= 1 + (((at * 7 + seed) % 5) - 2) / 100
    return [price, price * 1.01, price * 0.99, price] as const
  })
}

test('after a day that lost three in a hundred nothing is entered, and after five the breaker says so', () => {
  const big = { ...wide, riskTier: 'aggressive' as const }
  // Gapped under their stops: 15,000 dollars in each.
  const rows = (close: number) => {
    const path = [...days(22), ...days(5, close)]
    return { AAA: path, BBB: path, CCC: path, DDD: days(27) }
  }
  const first = ['AAA', 'BBB', 'CCC'].map((ticker) => ({ ticker, confidence: 1 }))
  const said = saying({ 20: first, 22: [{ ticker: 'DDD' }] })
  const lost = play(rows(91), said, { means: big })
  expect(lost.rejected).toMatchObject([{ code: 'daily_loss', ticker: 'DDD' }])
  const worse = play(rows(80), said, { means: big })
  expect(worse.rejected).toMatchObject([{ code: 'circuit_breaker', ticker: 'DDD' }])
})

test('an emergency sells everything, and nothing is entered from then on', () => {
  const means = { ...wide, settings: { ...wide.settings, emergencyDrawdownPct: 0.005 } }
  const path: Row[] = [...days(22), [99, 99, 96.5, 96.5], ...days(6, 96.5)]
  const rows = { AAA: path, BBB: path, CCC: days(29) }
  const both = [{ confidence: 1 }, { ticker: 'BBB', confidence: 1 }]
  const run = play(rows, saying({ 20: both, 25: [{ ticker: 'CCC' }] }), { means })
  expect(run.trades.map(({ why }) => why)).toEqual(['emergency', 'emergency'])
  expect(run.rejected).toMatchObject([
    { ticker: 'CCC', code: 'circuit_breaker', found: 'emergency' },
  ])
})

test('a share of each profit goes to the reserve, and no entry is paid from it', () => {
  const path: Row[] = [...days(22), [101, 113, 100, 112.5], ...days(8, 100)]
  const means = { ...wide, settings: { ...wide.settings, siphonPct: 1 } }
  const run = play({ AAA: path, BBB: days(31) }, saying({ 20: [{}], 27: [{ ticker: 'BBB' }] }), {
    means,
  })
  // 40 · 6 + 40 · 12 = 720 went to the reserve: the pool is what it was.
  expect(told(run).at(-1)).toEqual(['buy', 28, '80', 100])
})
