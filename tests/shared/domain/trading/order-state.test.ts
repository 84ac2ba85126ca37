import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { CLOSED_ORDER_STATES } from '#shared/contracts/sets.ts'
import {
  advanceOrder,
  ORDER_MOVES,
  isClosed,
  stateOf,
  type OrderProgress,
} from '#shared/domain/trading/order-state.ts'

describe('stateOf', () => {
  test.each([
    ['new', 'submitted'],
    ['accepted', 'submitted'],
    ['pending_cancel', 'submitted'],
    ['done_for_day', 'submitted'],
    ['partially_filled', 'partially_filled'],
    ['filled', 'filled'],
    ['canceled', 'canceled'],
    ['replaced', 'replaced'],
    ['expired', 'expired'],
    ['rejected', 'rejected'],
    ['reviewing', 'unknown'],
    ['', 'unknown'],
    ['constructor', 'unknown'],
  ])('"%s" is %s', (status, state) => expect(stateOf(status)).toBe(state))

  test.prop([fc.string()])('a word we do not know never closes an order', (word) => {
    if (!['filled', 'canceled', 'replaced', 'expired', 'rejected'].includes(word)) {
      expect(isClosed(stateOf(word))).toBe(false)
    }
  })
})

const status = fc.constantFrom(
  'new',
  'accepted',
  'partially_filled',
  'filled',
  'canceled',
  'expired',
  'rejected',
  'replaced',
  'odd',
)
const reports = fc.array(
  fc.record({
    status,
    filled: fc.integer({ min: 0, max: 7 }),
    fills: fc.integer({ min: 0, max: 7 }),
  }),
  { maxLength: 20 },
)

describe('advanceOrder', () => {
  test.prop([reports])(
    'closed stays closed, filled never shrinks nor passes the quantity',
    (told) => {
      let order: OrderProgress = { state: 'intent', filledQuantity: '0' }
      for (const report of told) {
        const next = advanceOrder(
          { ...order, quantity: '5' },
          { status: report.status, filledQuantity: String(report.filled) },
          String(report.fills),
        )
        expect(Number(next.filledQuantity)).toBeGreaterThanOrEqual(Number(order.filledQuantity))
        expect(Number(next.filledQuantity)).toBeLessThanOrEqual(5)
        expect([order.state, ...ORDER_MOVES[order.state]]).toContain(next.state)
        expect(next.state).not.toBe('intent')
        if (isClosed(order.state)) expect(next.state).toBe(order.state)
        if (next.state === 'filled' && order.state !== 'filled')
          expect(next.filledQuantity).toBe('5')
        if (next.state === 'submitted') expect(next.filledQuantity).toBe('0')
        order = next
      }
    },
  )

  test.prop([reports])('telling it again changes nothing', (told) => {
    for (const { status: word, filled, fills } of told) {
      const seen = { status: word, filledQuantity: String(filled) }
      const once = advanceOrder(
        { state: 'submitted', filledQuantity: '0', quantity: '5' },
        seen,
        String(fills),
      )
      expect(advanceOrder({ ...once, quantity: '5' }, seen, String(fills))).toEqual(once)
    }
  })

  test('a word nobody knows is no end, unless the broker says when it ended', () => {
    const open = { state: 'submitted' as const, filledQuantity: '1', quantity: '5' }
    const seen = { status: 'cancelled', filledQuantity: '1' }
    expect(advanceOrder(open, seen, '1').state).toBe('unknown')
    expect(advanceOrder(open, { ...seen, closedAt: new Date(0) }, '1').state).toBe('canceled')
    const busy = { ...seen, status: 'pending_cancel', closedAt: new Date(0) }
    expect(advanceOrder(open, busy, '1').state).toBe('partially_filled')
  })

  test('there are five ways to end, and no way on from any', () => {
    expect(CLOSED_ORDER_STATES).toEqual(['filled', 'canceled', 'expired', 'rejected', 'replaced'])
    for (const state of CLOSED_ORDER_STATES) expect(ORDER_MOVES[state]).toEqual([])
  })
})
