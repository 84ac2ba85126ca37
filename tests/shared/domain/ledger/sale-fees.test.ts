/** What supervisors take of a sale, by its day. */

import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { costDefaults, costOf } from '#shared/domain/backtest/costs.ts'
import { saleFeesOf } from '#shared/domain/ledger/sale-fees.ts'

const fees = (quantity: string, price: string, date: string) => {
  const { sec, taf, total } = saleFeesOf({ quantity, price }, date)
  return [sec.toFixed(2), taf.toFixed(2), total.toFixed(2)]
}

test.each([
  // 13.00 of a million from 2018-05-22, 23.10 before; 0.000119 a share.
  ['2018-05-21', ['23.10', '1.19', '24.29']],
  ['2018-05-22', ['13.00', '1.19', '14.19']],
  ['2019-04-16', ['20.70', '1.19', '21.89']],
  ['2022-01-03', ['5.10', '1.30', '6.40']],
  ['2024-06-03', ['27.80', '1.66', '29.46']],
  ['2025-06-02', ['0.00', '1.66', '1.66']],
  ['2026-05-01', ['20.60', '1.95', '22.55']],
])('a million dollars in 10,000 shares on %s', (date, wanted) => {
  expect(fees('10000', '100', date)).toEqual(wanted)
})

test('each is rounded up to a cent, and the fee by shares is no more than its cap', () => {
  expect(fees('1', '100', '2019-05-01')).toEqual(['0.01', '0.01', '0.02'])
  expect(fees('50000', '1', '2019-05-01')).toEqual(['1.04', '5.95', '6.99'])
  expect(fees('1000000', '1', '2019-05-01')[1]).toBe('5.95')
})

test('days before the first rate have the first', () => {
  expect(fees('10000', '100', '1999-01-04')).toEqual(['16.90', '0.75', '17.65'])
})

test('a backtest takes them of sales alone, on the price that was got', () => {
  const costs = { ...costDefaults, halfSpreadBps: 0, slippageBps: 0, impactBps: 0 }
  const of = { volume: 1e9, isBound: false, costs, date: '2019-05-01' }
  expect(costOf('sell', new Big(10_000), 100, of).fee.toFixed(2)).toBe('21.89')
  expect(costOf('buy', new Big(10_000), 100, of).fee.toFixed(2)).toBe('0.00')
})
