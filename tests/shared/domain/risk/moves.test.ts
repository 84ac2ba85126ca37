import { expect, test } from 'vitest'
import { largestMove } from '#shared/domain/risk/moves.ts'

const at = (second: number) => new Date(Date.UTC(2024, 5, 3, 15, 0, second))
const seen = (...prices: [number, string][]) =>
  prices.map(([second, price]) => ({ price, at: at(second) }))
const within = { withinMs: 10_000, since: at(0) }

test.each([
  ['nothing', seen(), undefined],
  ['one price', seen([5, '100']), undefined],
  ['a rise', seen([1, '100'], [5, '110']), { from: '100', to: '110' }],
  ['a fall', seen([1, '100'], [5, '80']), { from: '100', to: '80' }],
  ['a price that stood still', seen([1, '100'], [5, '100']), { from: '100', to: '100' }],
  ['the larger of two', seen([1, '100'], [2, '101'], [5, '90']), { from: '101', to: '90' }],
  ['the first of two alike', seen([1, '100'], [2, '110'], [3, '121']), { from: '100', to: '121' }],
  ['a larger one before', seen([1, '100'], [2, '150'], [3, '149']), { from: '100', to: '150' }],
  ['prices as far apart as may be', seen([1, '100'], [11, '150']), { from: '100', to: '150' }],
  ['prices further apart', seen([1, '100'], [12, '150']), undefined],
  [
    'one far back and one near',
    seen([1, '10'], [8, '100'], [15, '120']),
    { from: '10', to: '100' },
  ],
])('of %s', (_, prices, move) => expect(largestMove(prices, within)).toEqual(move))

test('counts by its later price, which comes after the moment named', () => {
  const prices = seen([1, '100'], [3, '200'], [5, '190'])
  expect(largestMove(prices, { withinMs: 10_000, since: at(2) })).toEqual({
    from: '100',
    to: '200',
  })
  expect(largestMove(prices, { withinMs: 10_000, since: at(3) })).toEqual({
    from: '100',
    to: '190',
  })
  expect(largestMove(prices, { withinMs: 10_000, since: at(5) })).toBeUndefined()
})
