import { describe, expect, test } from 'vitest'
import {
  advanceOrder,
  isClosed,
  ORDER_MOVES,
  stateOf,
  type OrderState,
} from '#shared/domain/trading/order-state.ts'

const ENDS = ['filled', 'canceled', 'expired', 'rejected', 'replaced']

test.each<[OrderState, string[]]>([
  ['intent', ['submitted', 'partially_filled', 'unknown', ...ENDS]],
  ['submitted', ['partially_filled', 'unknown', ...ENDS]],
  ['partially_filled', ['unknown', 'filled', 'canceled', 'expired', 'replaced']],
  ['unknown', ['submitted', 'partially_filled', ...ENDS]],
  ['filled', []],
  ['canceled', []],
  ['expired', []],
  ['rejected', []],
  ['replaced', []],
])('from %s an order may go to %j', (state, to) => {
  expect(ORDER_MOVES[state]).toEqual(to)
  expect(isClosed(state)).toBe(to.length === 0)
})

test('every word of the broker for an order at work is one that is at the broker', () => {
  const words =
    'new accepted pending_new accepted_for_bidding pending_cancel pending_replace stopped suspended ' +
    'calculated held done_for_day'
  for (const word of words.split(' ')) expect(stateOf(word), word).toBe('submitted')
})

describe('an order of five', () => {
  test.each<[OrderState, string, [string, string, string], OrderState, string]>([
    ['intent', 'new', ['0', '0', '0'], 'submitted', '0'],
    ['intent', 'rejected', ['0', '0', '0'], 'rejected', '0'],
    ['submitted', 'new', ['0', '2', '0'], 'partially_filled', '2'],
    ['submitted', 'new', ['0', '1', '3'], 'partially_filled', '3'],
    ['partially_filled', 'new', ['4', '1', '3'], 'partially_filled', '4'],
    ['submitted', 'partially_filled', ['0', '0', '0'], 'submitted', '0'],
    ['submitted', 'filled', ['0', '4', '0'], 'partially_filled', '4'],
    ['submitted', 'filled', ['0', '0', '0'], 'submitted', '0'],
    ['submitted', 'filled', ['0', '5', '0'], 'filled', '5'],
    ['submitted', 'canceled', ['0', '2', '5'], 'filled', '5'],
    ['submitted', 'new', ['0', '9', '0'], 'filled', '5'],
    ['submitted', 'odd', ['0', '2', '0'], 'unknown', '2'],
    ['submitted', 'expired', ['0', '2', '0'], 'expired', '2'],
    ['partially_filled', 'rejected', ['2', '0', '0'], 'canceled', '2'],
    ['submitted', 'rejected', ['0', '0', '1'], 'canceled', '1'],
    ['canceled', 'new', ['2', '3', '0'], 'canceled', '3'],
    ['rejected', 'filled', ['0', '5', '5'], 'rejected', '5'],
  ])(
    'that is %s and told of as "%s" with %j filled is %s with %s',
    (state, status, told, to, has) => {
      const [filledQuantity, reported, fills] = told
      const order = { state, filledQuantity, quantity: '5' }
      expect(advanceOrder(order, { status, filledQuantity: reported }, fills)).toEqual({
        state: to,
        filledQuantity: has,
      })
    },
  )
})
