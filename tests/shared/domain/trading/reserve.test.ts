import { fc, test } from '@fast-check/vitest'
import { Big } from 'big.js'
import { describe, expect } from 'vitest'
import { compare } from '#shared/domain/money.ts'
import { excessOf, siphonOf } from '#shared/domain/trading/reserve.ts'

describe('the reserve', () => {
  test.each([
    ['10', '2'],
    ['0.12', '0.02'],
    ['0.02', '0'],
    ['0.03', '0.01'],
    ['0', '0'],
    ['-5', '0'],
  ])('takes a fifth of a profit of %s: %s', (profit, amount) =>
    expect(siphonOf(profit, 0.2)).toBe(amount),
  )

  test.prop([fc.integer({ min: -100_000, max: 100_000 })])(
    'takes nothing of a loss, and never more than a profit',
    (cents) => {
      const profit = new Big(cents).div(100)
      const amount = siphonOf(profit, 0.2)
      expect(compare(amount, 0)).toBeGreaterThanOrEqual(0)
      expect(compare(amount, profit.gt(0) ? profit : 0)).toBeLessThanOrEqual(0)
    },
  )

  test.each([
    ['300', '1000', '0'],
    ['300.01', '1000', '0.01'],
    ['500', '1000', '200'],
    ['500', '-1000', '500'],
    ['0', '-1000', '0'],
  ])('%s of %s gives back %s', (reserve, equity, excess) =>
    expect(excessOf(reserve, equity)).toBe(excess),
  )
})
