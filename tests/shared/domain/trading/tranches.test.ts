import { fc, test as property } from '@fast-check/vitest'
import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import { partsOf } from '#shared/domain/trading/tranches.ts'

describe('the parts of an entry', () => {
  test.each([
    ['100', '0.3', 3, '30', ['0.3']],
    ['100', '0.3001', 3, '30', ['0.1', '0.1', '0.1001']],
    ['100', '5', 1, '30', ['5']],
    ['1', '2.5', 3, '0', ['1.25', '1.25']],
    ['1', '1.5', 3, '0', ['1.5']],
  ])('at %s a share, %s in %i parts above %s', (price, quantity, tranches, threshold, parts) => {
    expect(partsOf({ quantity, price }, { tranches, threshold })).toEqual(parts)
  })

  property.prop(
    [
      fc.integer({ min: 1, max: 10 ** 7 }),
      fc.integer({ min: 1, max: 10 ** 6 }),
      fc.integer({ min: 1, max: 20 }),
    ],
    { numRuns: 50 },
  )('add up to the whole, and each may be ordered', (tenThousandths, cents, tranches) => {
    const [quantity, price] = [
      new Big(tenThousandths).div(10_000).toFixed(),
      new Big(cents).div(100).toFixed(),
    ]
    const parts = partsOf({ quantity, price }, { tranches, threshold: '30' })
    expect(parts.reduce((total, part) => total.plus(part), new Big(0)).toFixed()).toBe(quantity)
    expect(parts.length).toBeLessThanOrEqual(tranches)
    if (parts.length > 1)
      for (const part of parts)
        expect(new Big(part).times(price).toNumber()).toBeGreaterThanOrEqual(1)
  })
})
