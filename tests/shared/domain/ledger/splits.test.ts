import { expect, test } from 'vitest'
import { compareFills, foldFills, type ShareSplit } from '#shared/domain/ledger/ledger.ts'
import { fill, minute } from './any-fills.ts'

const split = (executionId: string, ratio: string, at: number): ShareSplit => ({
  executionId,
  ticker: 'AAPL',
  side: 'split',
  ratio,
  filledAt: minute(at),
})

test('a split changes shares and the price of one, not what was paid nor since when they are held', () => {
  const bought = fill('a', 'buy', '3', '10', 0)
  const { ledger, closings, trades } = foldFills([bought, split('s', '2', 1)])
  const [lot] = ledger.lots
  expect(ledger.lots).toHaveLength(1)
  expect([lot?.quantity, lot?.price, lot?.cost, ledger.quantity, ledger.cost].join()).toBe(
    '6,5,30,6,30',
  )
  expect([ledger.realised, ledger.cash].join()).toBe('0,-30')
  expect(lot).toMatchObject({ executionId: 'a', filledAt: minute(0) })
  expect(ledger).toMatchObject({
    openedAt: minute(0),
    newest: { executionId: 's', filledAt: minute(1), side: 'split' },
  })
  expect([closings, trades]).toEqual([[], []])
})

test('a billionth that a split leaves over is cut off; a lot of which nothing is left is lost', () => {
  const small = fill('a', 'buy', '0.000000001', '100', 0)
  const large = fill('b', 'buy', '1', '8', 1)
  const both = foldFills([small, large, split('s', '0.333333333', 2)]).ledger
  expect(both.lots.map(({ executionId }) => executionId)).toEqual(['b'])
  expect([both.quantity, both.cost, both.realised].join()).toBe('0.333333333,8,-1e-7')
  expect(both.openedAt).toEqual(minute(0))

  const none = foldFills([small, split('s', '0.5', 2)]).ledger
  expect([none.lots.length, none.quantity, none.cost, none.realised].join()).toBe('0,0,0,-1e-7')
  expect(none.openedAt).toBeNull()
})

test('at one moment a split stands first, then purchases, then the id decides', () => {
  const [early, late] = [fill('a', 'buy', '1', '1', 0), fill('b', 'buy', '1', '1', 0)]
  expect(compareFills(early, late)).toBeLessThan(0)
  expect(compareFills(late, early)).toBeGreaterThan(0)
  expect(compareFills(early, early)).toBe(0)
  expect(compareFills(split('z', '2', 0), early)).toBeLessThan(0)
  expect(compareFills(fill('a', 'sell', '1', '1', 0), late)).toBeGreaterThan(0)
  expect(compareFills(fill('z', 'sell', '1', '1', 0), fill('a', 'buy', '1', '1', 1))).toBeLessThan(
    0,
  )
})
