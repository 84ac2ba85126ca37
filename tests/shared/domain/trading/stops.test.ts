import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { rangeOf, exitAt, placeLevels, ratchet, type Levels } from '#shared/domain/trading/stops.ts'
import { tiers } from '#shared/domain/trading/tiers.ts'

const levels: Levels = {
  atr: '2',
  basis: 'atr',
  stopPrice: '96',
  target1: '106',
  target2: '112',
  trailingStop: null,
  halfTaken: false,
}
const price = fc.integer({ min: 1, max: 20_000 }).map((cents) => (cents / 100).toFixed(2))
const bar = (high: number, low: number, close: number) => ({
  high: String(high),
  low: String(low),
  close: String(close),
})

describe('rangeOf', () => {
  test('needs fifteen bars', () => {
    expect(rangeOf(Array.from({ length: 14 }, () => bar(2, 1, 1)))).toBeNull()
    expect(rangeOf(Array.from({ length: 15 }, () => bar(2, 1, 1)))).toBe('1')
  })

  test('counts a gap as range, and smooths by a fourteenth', () => {
    const calm = Array.from({ length: 15 }, () => bar(101, 99, 100))
    expect(rangeOf(calm)).toBe('2')
    // 110 above yesterday's 100: a true range of 11, though the bar itself is 2 high.
    expect(rangeOf([...calm, bar(111, 109, 110)])).toBe(((2 * 13 + 11) / 14).toFixed(6))
    expect(rangeOf([...calm, bar(91, 89, 90)])).toBe(((2 * 13 + 11) / 14).toFixed(6))
  })
})

describe('placeLevels', () => {
  test.each([
    ['conservative', '97', '106', '112'],
    ['moderate', '96', '106', '112'],
    ['aggressive', '95', '106', '112'],
  ] as const)('keep the distances of the %s tier', (tier, stopPrice, target1, target2) => {
    expect(placeLevels('100', '2', tiers[tier])).toEqual({ ...levels, stopPrice, target1, target2 })
  })

  test('a stop lies above zero', () => {
    expect(placeLevels('1', '2', tiers.moderate).stopPrice).toBe('0.01')
  })
})

describe('exitAt', () => {
  const after = { ...levels, halfTaken: true, trailingStop: '104' }
  test.each<[Levels, string, string | undefined]>([
    [levels, '96', 'stop_loss'],
    [levels, '96.01', undefined],
    [levels, '105.99', undefined],
    [levels, '106', 'target_1'],
    [levels, '111.99', 'target_1'],
    [levels, '112', 'target_2'],
    [after, '106', undefined], // half is taken once
    [after, '104', 'trailing_stop'],
    [after, '104.01', undefined],
    [after, '96', 'stop_loss'], // the stop comes before the trailing stop
    [{ ...after, trailingStop: '120' }, '112', 'target_2'], // the target too
  ])('%o at %s: %s', (at, found, reason) => {
    expect(exitAt(at, found, '1')?.reason).toBe(reason)
  })

  test.each([
    ['1', '0.5'],
    ['0.3333', '0.1666'],
    ['0.0001', '0.0001'],
  ])('half of %s is %s', (all, half) => {
    expect(exitAt(levels, '106', all)?.quantity).toBe(half)
    expect(exitAt(levels, '112', all)?.quantity).toBe(all)
  })
})

describe('ratchet', () => {
  test('nothing trails before half is taken', () => expect(ratchet(levels, '110')).toEqual(levels))

  test('trails by two ATRs', () => {
    expect(ratchet({ ...levels, halfTaken: true }, '110').trailingStop).toBe('106')
  })

  property.prop([fc.array(price, { minLength: 1, maxLength: 30 })])(
    'the trailing stop only rises, whatever the path',
    (path) => {
      let at: Levels = { ...levels, halfTaken: true }
      for (const found of path) {
        const next = ratchet(at, found)
        expect(Number(next.trailingStop)).toBeGreaterThanOrEqual(Number(at.trailingStop ?? 0))
        expect(Number(next.trailingStop)).toBeGreaterThanOrEqual(Number(found) - 4 - 1e-9)
        expect([next.stopPrice, next.target1, next.target2]).toEqual([
          at.stopPrice,
          at.target1,
          at.target2,
        ])
        at = next
      }
    },
  )
})
