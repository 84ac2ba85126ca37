import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import {
  add,
  compare,
  floorTo,
  greatest,
  least,
  multiply,
  ratio,
  roundTo,
  subtract,
} from '#shared/domain/money.ts'

/** Decimal text with up to 9 places, zero and both signs among it. */
const decimal = fc
  .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 0, max: 9 }))
  .map(([units, places]) => floorTo(`${units}e-${places}`, 9))

describe('money', () => {
  test('is exact where floats are not', () => {
    expect(add('0.1', '0.2')).toBe('0.3')
    expect(multiply('1.1', '1.1')).toBe('1.21')
    expect(add()).toBe('0')
    expect(multiply('0.0000001', '1')).toBe('0.0000001')
  })

  test.each([
    ['1.23456', 4, '1.2345', '1.2346'],
    ['-1.23456', 4, '-1.2345', '-1.2346'],
    ['2.5', 0, '2', '3'],
    ['0.99999', 4, '0.9999', '1'],
  ])('%s to %i places', (value, places, floored, rounded) => {
    expect([floorTo(value, places), roundTo(value, places)]).toEqual([floored, rounded])
  })

  test('refuses to divide by nothing', () => {
    expect(() => ratio('1', '0')).toThrow(RangeError)
    expect(ratio('1', '4')).toBe(0.25)
  })

  property.prop([fc.array(decimal, { maxLength: 8 })])(
    'a sum ignores order, and comes apart again',
    (terms) => {
      expect(add(...terms.toReversed())).toBe(add(...terms))
      expect(terms.reduce((left, term) => subtract(left, term), add(...terms))).toBe('0')
    },
  )

  property.prop([decimal, decimal])('least and greatest are what compare says', (left, right) => {
    expect(compare(least(left, right), greatest(left, right))).toBeLessThanOrEqual(0)
    expect(add(least(left, right), greatest(left, right))).toBe(add(left, right))
  })

  property.prop([decimal, fc.integer({ min: 0, max: 6 })])(
    'flooring never adds to an amount',
    (value, places) => {
      const floored = floorTo(value, places)
      expect(compare(floored.replace('-', ''), value.replace('-', ''))).toBeLessThanOrEqual(0)
      expect(floorTo(floored, places)).toBe(floored)
    },
  )
})
