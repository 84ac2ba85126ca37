import { expect, test } from 'vitest'
import {
  available,
  exposure,
  withPurchase,
  withoutResting,
  worthOf,
  type Pending,
} from '#shared/domain/risk/book.ts'
import { book, facts, row } from './fixture.ts'

const sale = (ticker: string, quantity: string, more: Partial<Pending> = {}): Pending => ({
  ...row(ticker, '10'),
  quantity,
  side: 'sell',
  ...more,
})
const purchase = (ticker: string, quantity: string): Pending => ({
  ...sale(ticker, quantity),
  side: 'buy',
})
const held = (ticker: string, quantity: string) => ({ ...row(ticker, '10'), quantity })

test('what is free is what is held and not being sold, of its own ticker, never below nothing', () => {
  const pending = [sale('AAA', '2'), sale('AAA', '1'), sale('BBB', '4'), purchase('AAA', '9')]
  const holdings = [held('AAA', '5'), held('AAA', '1'), held('BBB', '3')]
  expect(available('AAA', { holdings, pending }).toFixed()).toBe('3')
  expect(available('BBB', { holdings, pending }).toFixed()).toBe('0')
  expect(available('CCC', { holdings, pending }).toFixed()).toBe('0')
})

test('an exit sees neither sales that rest nor those of others, and every purchase', () => {
  const own = sale('AAA', '1')
  const bought = { ...purchase('AAA', '1'), foreign: true, rests: true }
  const pending = [
    own,
    sale('AAA', '2', { rests: true }),
    sale('AAA', '3', { foreign: true }),
    bought,
  ]
  expect(withoutResting({ ...book, pending })).toEqual({ ...book, pending: [own, bought] })
})

test('what is held and what is being bought counts; a sale on its way does not', () => {
  const bought = purchase('BBB', '2')
  const holdings = [held('AAA', '1')]
  expect(exposure({ holdings, pending: [sale('AAA', '1'), bought] })).toEqual([...holdings, bought])
  expect(worthOf(held('AAA', '3')).toFixed()).toBe('30')
})

test('one more purchase is on its way, committed, and counted in every pace', () => {
  const before = {
    ...book,
    pending: [sale('BBB', '1')],
    ordersLastMinute: 2,
    facts: {
      ...facts,
      committed: '5',
      purchases: [{ ticker: 'BBB', quantity: '1', ageSeconds: 7 }],
      ordersLastSecond: 3,
      ordersToday: 4,
      purchasesToday: { AAA: 5, BBB: 6 },
    },
  }
  const bought = held('AAA', '2')
  const after = withPurchase(before, bought)
  expect(after).toEqual({
    ...before,
    pending: [sale('BBB', '1'), { ...bought, side: 'buy' }],
    ordersLastMinute: 3,
    facts: {
      ...before.facts,
      committed: '25',
      purchases: [
        { ticker: 'AAA', quantity: '2', ageSeconds: 0 },
        { ticker: 'BBB', quantity: '1', ageSeconds: 7 },
      ],
      ordersLastSecond: 4,
      ordersToday: 5,
      purchasesToday: { AAA: 6, BBB: 6 },
    },
  })
  expect(withPurchase(after, held('CCC', '1')).facts?.purchasesToday).toMatchObject({ CCC: 1 })
  expect(withPurchase(book, bought)).not.toHaveProperty('facts')
})
