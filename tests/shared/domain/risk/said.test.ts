/** What a verdict says to people: each check's name, numbers, unit and how they compare. */

import { expect, test } from 'vitest'
import type { CheckResult, RiskRules } from '#shared/domain/risk/evaluate.ts'
import { measure, measured, told } from '#shared/domain/risk/measure.ts'
import { isBeyond } from '#shared/domain/risk/pace-checks.ts'
import { risk1, risk2 } from '#shared/domain/risk/rules.ts'
import { account, judgeBy, row, type Change } from './fixture.ts'

type Said = [
  name: string,
  found: CheckResult['found'],
  limit: CheckResult['limit'],
  unit?: string | undefined,
  relation?: string | undefined,
  distance?: string | number | undefined,
]
const saidBy = (rules: RiskRules, change: Change) => {
  const { checks, ruleVersion } = judgeBy(rules)(change)
  const says = checks.map((one): Said => {
    const { name, found, limit, unit, relation, distance } = one
    return [name, found, limit, unit, relation, distance]
  })
  return { says, ruleVersion }
}
const asset = { tradable: true, fractionable: true, halted: false, ageSeconds: 60 }
const whole: Change = {
  order: { quantity: '1.5' },
  facts: {
    marksAgeSeconds: 7,
    assets: { AAA: asset },
    moves: { AAA: { from: '100', to: '104' } },
    purchases: [{ ticker: 'AAA', quantity: '1.5', ageSeconds: 61 }],
    purchasesToday: { AAA: 2 },
    committed: '50',
    dayTrades: 1,
  },
}

test('by the first version of the rules', () => {
  const { says, ruleVersion } = saidBy(risk1, whole)
  expect(ruleVersion).toBe('risk-1')
  expect(says.map(([name, found, limit]) => [name, found, limit])).toEqual([
    ['trading_disabled', 'paper', 'not disabled'],
    ['invalid_order', 'buy entry', 'buy entry or sell exit'],
    ['engine_paused', 'false', 'false'],
    ['circuit_breaker', null, null],
    ['news_shock', null, null],
    ['session_closed', 'true', 'true'],
    ['order_shares', '1.5', 1000],
    ['stale_quote', 0, 120],
    ['price_collar', 0, 0.05],
    ['daily_loss', 0, 0.03],
    ['position_pct', '150', '500'],
    ['position_value', '150', '10000'],
    ['sector_pct', '150', '2500'],
    ['sectors', 1, 10],
    ['positions', 1, 10],
    ['orders_per_minute', 1, 20],
  ])
})

test('by the second, where an order to buy passes', () => {
  const { says, ruleVersion } = saidBy(risk2, whole)
  const is = [undefined, 'is', undefined] as const
  expect(ruleVersion).toBe('risk-2')
  expect(says).toEqual([
    ['standing', 'paper, active', 'active', ...is],
    ['invalid_order', 'buy entry', 'buy entry or sell exit', ...is],
    ['circuit_breaker', null, null, ...is],
    ['news_shock', null, null, ...is],
    ['price_shock', 0.04, 0.08, 'percent', 'at most', 0.04],
    ['session_closed', 'true', 'true', ...is],
    ['order_shares', '1.5', 1000, 'shares', 'at most', '998.5'],
    ['stale_quote', 0, 120, 'seconds', 'at most', 120],
    ['price_collar', 0, 0.05, 'percent', 'at most', 0.05],
    ['account_status', 'ACTIVE', 'ACTIVE', ...is],
    ['account_stale', 30, 300, 'seconds', 'at most', 270],
    ['cash_short', 0, 0.05, 'percent', 'at most', 0.05],
    ['holdings_differ', 'none', 'none', ...is],
    ['marks_stale', 7, 120, 'seconds', 'at most', 113],
    ['asset_unknown', 'listed', 'listed', ...is],
    ['asset_not_tradable', 'tradable', 'tradable', ...is],
    ['asset_halted', 'trading', 'trading', ...is],
    ['asset_not_fractionable', 'fractionable', 'fractionable', ...is],
    ['daily_loss', 0, 0.03, 'percent', 'at most', 0.03],
    ['position_pct', '150', '500', 'money', 'at most', '350'],
    ['position_value', '150', '10000', 'money', 'at most', '9850'],
    ['sector_pct', '150', '2500', 'money', 'at most', '2350'],
    ['sectors', 1, 10, 'count', 'at most', 9],
    ['positions', 1, 10, 'count', 'at most', 9],
    ['buying_power', '200', '1000000', 'money', 'at most', '999800'],
    ['day_trades', 2, 3, 'count', 'at most', 1],
    ['duplicate_order', 61, 60, 'seconds', 'at least', 1],
    ['orders_per_second', 1, 10, 'count', 'at most', 9],
    ['orders_per_minute', 1, 20, 'count', 'at most', 19],
    ['orders_per_day', 1, 200, 'count', 'at most', 199],
    ['ticker_orders_per_day', 3, 20, 'count', 'at most', 17],
  ])
})

test('of a sale nothing but how trading stands, what it is, and what is held', () => {
  const holdings = [{ ...row('AAA', '1'), quantity: '3' }]
  const sell = { side: 'sell', kind: 'exit', quantity: '2' } as const
  expect(saidBy(risk2, { order: sell, book: { holdings } }).says).toEqual([
    ['standing', 'paper, active', 'active or reducing', undefined, 'is', undefined],
    ['invalid_order', 'sell exit', 'buy entry or sell exit', undefined, 'is', undefined],
    ['exceeds_position', '2', '3', 'shares', 'at most', '1'],
  ])
})

test('in words, where nothing is as it should be', () => {
  const contradictions = ['A', 'B', 'C', 'D', 'E', 'F'].map((ticker) => ({
    ticker,
    ours: '1',
    broker: '2',
  }))
  const holds = [
    { code: 'paused', state: 'reducing' },
    { code: 'kill_switch', state: 'halted' },
  ]
  const verdict = judgeBy(risk2)({
    order: { quote: { price: '0', at: new Date(0) }, quantity: '1.5' },
    book: {
      equity: null,
      breakers: [{ breaker: 'manual', ticker: null }],
      lockouts: ['AAA'],
      inSession: false,
    },
    facts: {
      account: { ...account, blocked: true },
      contradictions,
      assets: {
        AAA: { tradable: false, fractionable: false, halted: true, ageSeconds: 259_201 },
      },
      standing: { mode: 'paper', state: 'halted', holds },
    },
  })
  expect(verdict.code).toBe('kill_switch')
  const failed = verdict.checks.filter(({ passed }) => !passed)
  expect(failed.map(({ name, found, limit }) => [name, found, limit])).toEqual([
    ['standing', 'paper, halted, paused, kill_switch', 'active'],
    ['circuit_breaker', 'manual', null],
    ['news_shock', 'AAA', null],
    ['session_closed', 'false', 'true'],
    ['no_quote', null, 'a last trade'],
    ['unreconciled', null, 'an account read from the broker'],
    ['account_status', 'ACTIVE, blocked', 'ACTIVE'],
    [
      'holdings_differ',
      ['A', 'B', 'C', 'D', 'E'].map((ticker) => `${ticker}: ours 1, broker's 2`).join('; '),
      'none',
    ],
    ['asset_not_tradable', 'not tradable, as of 3 days ago', 'tradable'],
    ['asset_halted', 'halted', 'trading'],
    ['asset_not_fractionable', 'whole shares only', 'fractionable'],
  ])
  // What is judged against equity has nothing to say while that is not known.
  const names = verdict.checks.map(({ name }) => name)
  for (const name of ['stale_quote', 'price_collar', 'daily_loss', 'position_pct', 'cash_short'])
    expect(names).not.toContain(name)
  for (const name of ['position_value', 'sector_pct', 'sectors', 'positions', 'day_trades'])
    expect(names).not.toContain(name)
})

test('a hold of another state gives its code where none is of this one', () => {
  const holds = [{ code: 'paused', state: 'reducing' }]
  const judge = (state: string) =>
    judgeBy(risk2)({ facts: { standing: { mode: 'paper', state, holds } } }).code
  expect([judge('halted'), judge('reducing'), judge('active')]).toEqual([
    'paused',
    'paused',
    'passed',
  ])
})

test('cash is not compared where the account, the books or their worth are not known', () => {
  const saysCash = (change: Change) =>
    judgeBy(risk2)(change).checks.some(({ name }) => name === 'cash_short')
  expect(saysCash({})).toBe(true)
  expect(saysCash({ facts: { account: null } })).toBe(false)
  expect(saysCash({ facts: { cash: null } })).toBe(false)
  expect(saysCash({ book: { equity: '0' } })).toBe(false)
  expect(saysCash({ book: { equity: '-1' } })).toBe(false)
})

test('an order is invalid where its side is not that of its kind, or a number is nothing', () => {
  const judge = (order: NonNullable<Change['order']>) => judgeBy(risk1)({ order }).code
  expect(judge({ kind: 'exit' })).toBe('invalid_order')
  expect(judge({ side: 'sell', kind: 'entry' })).toBe('invalid_order')
  expect(judge({ quantity: '-1' })).toBe('invalid_order')
  expect(judge({ referencePrice: '0' })).toBe('invalid_order')
})

test('what another ticker or sector holds does not count, and what is its own does', () => {
  const holdings = [row('BBB', '9950', 'Coal')]
  const rich = { equity: '1000000', openingEquity: '1000000', holdings }
  const found = (book: NonNullable<Change['book']>, name: string) =>
    judgeBy(risk1)({ book }).checks.find((check) => check.name === name)?.found
  expect(found(rich, 'position_value')).toBe('100')
  expect(found(rich, 'sector_pct')).toBe('100')
  const own = { ...rich, holdings: [row('AAA', '9950', 'Energy')] }
  expect([found(own, 'position_value'), found(own, 'sector_pct')]).toEqual(['10050', '10050'])
})

test('by the first version a live order waits for a person, and a large purchase does', () => {
  const needs = (change: Change) => judgeBy(risk1)(change).needsApproval
  const rich = { equity: '1000000', openingEquity: '1000000' }
  expect(needs({ book: rich })).toBe(false)
  expect(needs({ limits: { mode: 'live' } })).toBe(true)
  expect(needs({ book: rich, order: { quantity: '10' } })).toBe(true)
  const sell = { side: 'sell', kind: 'exit', quantity: '10' } as const
  expect(needs({ book: rich, order: sell })).toBe(false)
  expect(needs({ order: sell, limits: { mode: 'live' } })).toBe(true)
})

test('these and no other refusals are of an engine that runs away', () => {
  const beyond =
    'orders_per_second orders_per_minute orders_per_day ticker_orders_per_day duplicate_order ' +
    'order_shares position_pct position_value sector_pct sectors positions buying_power'
  for (const code of beyond.split(' ')) expect(isBeyond({ code }), code).toBe(true)
  for (const code of ['', 'passed', 'kill_switch', 'price_collar', 'daily_loss', 'day_trades'])
    expect(isBeyond({ code }), code).toBe(false)
})

test('a distance is exact text where one of the numbers is, and none where one is no number', () => {
  const made = (found: CheckResult['found'], limit: CheckResult['limit']): CheckResult => ({
    name: 'any',
    found,
    limit,
    passed: true,
  })
  const far = (found: CheckResult['found'], limit: CheckResult['limit'], atLeast = false) =>
    measure(made(found, limit), 'money', atLeast ? 'at least' : 'at most').distance
  expect(far('0.1', '0.3')).toBe('0.2')
  expect(far(1, '3')).toBe('2')
  expect(far('1', 3)).toBe('2')
  expect(far(1, 3)).toBe(2)
  expect(far(1, 3, true)).toBe(-2)
  expect(far('-10.5', 3)).toBe('13.5')
  for (const word of ['', 'x1', '1x', '1.', '.5', '--1', null]) {
    expect(far(word, 3)).toBeUndefined()
    expect(far(3, word)).toBeUndefined()
  }
  expect(measure(made('word', 1), 'count', 'is not')).toEqual({
    ...made('word', 1),
    unit: 'count',
    relation: 'is not',
  })
})

test('what has nothing to say of an order says nothing in its unit either', () => {
  const proposal = {} as Parameters<typeof risk1.needsApproval>[0]
  expect(measured(() => undefined, 'count', 'is')(proposal)).toBeUndefined()
  expect(told(() => undefined)(proposal)).toBeUndefined()
  const made = { name: 'any', found: null, limit: null, passed: true }
  expect(told(() => made, 'is not')(proposal)).toEqual({ ...made, relation: 'is not' })
})
