/** What a report finds reads as plain English, and says how sure it is. */

import { describe, expect, test } from 'vitest'
import type { ReportBody } from '#shared/contracts/api/report-body.ts'
import { findingsOf } from '#shared/domain/report/findings.ts'
import { sampleReport } from '../../../helpers/reports.ts'

/** What is found about one thing, in a report that differs from the sample in so much. */
function said(
  about: ReportBody['findings'][number]['about'],
  change: Partial<ReportBody>,
): string[] {
  return findingsOf({ ...sampleReport(), ...change }).flatMap((one) =>
    one.about === about ? one.says : [],
  )
}
const money = (change: Partial<NonNullable<ReportBody['money']>>) => ({
  money: { ...sampleReport().money!, ...change },
})
const check = (code: string, saved: number, interval: { from: number; to: number } | null) => ({
  ...sampleReport().checks[0]!,
  code,
  saved,
  interval,
})
const counted = (hits: number, tried: number, low: number, high: number) => ({
  name: '30d',
  hits,
  tried,
  low,
  high,
})
const signals = (...byWindow: ReportBody['signals']['byWindow']) => ({
  signals: { ...sampleReport().signals, byWindow },
})

describe('money', () => {
  test('against SPY and cash, and how far below its highest', () => {
    const benchmark = { rate: 5.2, share: 0.000142, since: 0.0003 }
    expect(said('money', money({ benchmark }))).toEqual([
      'The day brought a profit of $29.00 (+0.29 %); equity ends at $10,029.00.',
      'In the same time SPY moved by −0.10 % and the account by +0.29 %; cash came to +0.014 % at 5.20 % a year. One stretch says nothing of skill.',
      'Since the beginning the account was at worst 1.20 % below its highest, on 2019-05-02; now it is 0.00 % below.',
    ])
  })

  test('cash earns nothing where nobody set a rate, and in reports of before one could be set', () => {
    const nothing = 'cash is taken to earn nothing'
    expect(said('money', money({ benchmark: { rate: 0, share: 0, since: 0 } }))[1]).toContain(
      nothing,
    )
    expect(said('money', {})[1]).toContain(nothing)
  })

  test.each([
    [
      'spy_not_followed',
      'There are no prices of SPY, so the account is compared with cash alone, which is taken to earn nothing.',
    ],
    [
      'spy_not_known_yet',
      'The last close of SPY was not known yet, so the account is compared with cash alone, which is taken to earn nothing.',
    ],
  ] as const)('%s is said', (spyLacks, says) => {
    expect(said('money', money({ spy: null, spyLacks }))).toContain(says)
  })
})

test('trades: few say nothing, of many it is said between which bounds their share lies', () => {
  const [trade] = sampleReport().trades
  const trades = Array.from({ length: 20 }, (_, place) => ({
    ...trade!,
    whole: place < 13 ? '1.00' : '-1.00',
  }))
  expect(said('trades', { trades })).toEqual([
    '13 of 20 trades that ended won (43 % to 82 % in 95 of 100 cases, had each gone by itself); trades that move together say less than their number.',
  ])
  expect(said('trades', { trades: trades.slice(0, 19) })).toEqual([
    '13 of 19 trades that ended won; that few says nothing.',
  ])
})

test('checks: what one saved or cost, with its bounds, where it can be told', () => {
  const checks = [
    check('trading_window', 120, { from: 30.5, to: 200 }),
    check('spread', -80, { from: -150, to: -10 }),
    check('cooldown', -5, { from: -9, to: 3 }),
    check('thin_news', 40, null),
  ]
  expect(said('checks', { checks })).toEqual([
    'Checks stopped 12 purchases or made them smaller.',
    'The check “trading window” saved $120.00 ($30.50 to $200.00 in 95 of 100 cases).',
    'The check “spread” cost $80.00 ($10.00 to $150.00 in 95 of 100 cases).',
  ])
  expect(said('checks', { checks: checks.slice(2) })[1]).toBe(
    'Of no check it can be told whether that saved or cost money.',
  )
})

test.each([
  [
    counted(15, 20, 0.53, 0.89),
    '15 of 20 went the way they said (53 % to 89 % in 95 of 100 cases): more often than chance, had each gone by itself.',
  ],
  [
    counted(4, 20, 0.08, 0.42),
    '4 of 20 went the way they said (8 % to 42 % in 95 of 100 cases): less often than chance, had each gone by itself.',
  ],
  [
    counted(11, 20, 0.34, 0.74),
    '11 of 20 went the way they said (34 % to 74 % in 95 of 100 cases): no more than chance would.',
  ],
  [
    counted(19, 19, 0.83, 1),
    '19 of 19 went the way they said (83 % to 100 % in 95 of 100 cases): that few says nothing.',
  ],
])('signals: $hits of $tried', (one, says) => {
  expect(said('signals', signals(one))).toEqual([`Trends over 30 days: ${says}`])
})

test('signals: windows in words', () => {
  const names = ['intraday', '1d', '7d'].map((name) => ({ ...counted(1, 2, 0.1, 0.9), name }))
  expect(said('signals', signals(...names)).map((says) => says.split(':')[0])).toEqual([
    'Trends within a day',
    'Trends over 1 day',
    'Trends over 7 days',
  ])
})
