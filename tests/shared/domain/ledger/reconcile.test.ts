import { describe, expect, test } from 'vitest'
import {
  fitsSplit,
  isJump,
  looksLikeSplit,
  ratioOf,
  reconcile,
} from '#shared/domain/ledger/reconcile.ts'

const side = (cash: string, shares: Record<string, string> = {}) => ({
  cash,
  shares: new Map(Object.entries(shares)),
})

describe('what differs', () => {
  test.each([
    ['100', '100.5'],
    ['100.5', '100'],
    ['100', '99.5'],
  ])('is no rounding of cash: ours %s, theirs %s', (ours, theirs) => {
    expect(reconcile(side(ours), side(theirs))).toEqual([])
  })

  test.each([
    ['100', '100.51'],
    ['100.51', '100'],
  ])('is more of cash than that: ours %s, theirs %s', (ours, theirs) => {
    expect(reconcile(side(ours), side(theirs))).toEqual([
      { what: 'cash', ticker: '', ours, theirs },
    ])
  })

  test('is any share, by ticker, cash first, and none of what is written otherwise', () => {
    const ours = side('0', { CCC: '2.0', AAA: '1', DDD: '1' })
    const theirs = side('9', { BBB: '3', CCC: '2', DDD: '1.000000001' })
    expect(reconcile(ours, theirs)).toEqual([
      { what: 'cash', ticker: '', ours: '0', theirs: '9' },
      { what: 'position', ticker: 'AAA', ours: '1', theirs: '0' },
      { what: 'position', ticker: 'BBB', ours: '0', theirs: '3' },
      { what: 'position', ticker: 'DDD', ours: '1', theirs: '1.000000001' },
    ])
  })
})

describe('shares changed as by a split', () => {
  const worth = (quantity: string, price: string) => ({ quantity, price })
  test.each([
    ['doubled at half the price', worth('10', '100'), worth('20', '50'), true],
    ['a tenth at ten times the price', worth('10', '1'), worth('1', '10'), true],
    ['just as many more as one makes', worth('100', '119'), worth('119', '100'), true],
    ['fewer than that', worth('100', '118'), worth('118', '100'), false],
    ['worth 15 % more', worth('10', '100'), worth('20', '57.5'), false],
    ['worth nearly 15 % more', worth('10', '100'), worth('20', '57.49'), true],
    ['worth 15 % less', worth('10', '100'), worth('20', '42.5'), false],
    ['the same', worth('10', '100'), worth('10', '100'), false],
    ['none before', worth('0', '100'), worth('10', '100'), false],
    ['none after', worth('10', '100'), worth('0', '100'), false],
    ['more sold than bought', worth('-10', '100'), worth('-20', '50'), false],
    ['worth nothing before', worth('10', '0'), worth('20', '0'), false],
  ])('%s', (_, before, after, isSplit) => {
    expect(looksLikeSplit(before, after)).toBe(isSplit)
  })

  test.each([
    ['100', '50', true],
    ['50', '100', true],
    ['119', '100', true],
    ['118.9', '100', false],
    ['81', '100', true],
    ['81.1', '100', false],
    ['0', '100', false],
    ['100', '0', false],
  ])('a price that went from %s to %s jumped: %s', (from, to, jumped) => {
    expect(isJump(from, to)).toBe(jumped)
  })

  test('a ratio is told to fifteen places, and a known split may cut less than a share', () => {
    expect(ratioOf('1', '3')).toBe('0.333333333333333')
    expect(ratioOf('20', '10')).toBe('2')
    const threeForTwo = { from: '2', to: '3' }
    expect(fitsSplit(threeForTwo, '5', '7.5')).toBe(true)
    expect(fitsSplit(threeForTwo, '5', '7')).toBe(true)
    expect(fitsSplit(threeForTwo, '5', '8.49')).toBe(true)
    expect(fitsSplit(threeForTwo, '5', '6.5')).toBe(false)
    expect(fitsSplit(threeForTwo, '5', '8.5')).toBe(false)
  })
})
