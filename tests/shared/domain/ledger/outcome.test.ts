import { fc, test as property } from '@fast-check/vitest'
import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import { extremesOf, outcomeOf, spanOf, type HeldEvent } from '#shared/domain/ledger/outcome.ts'

const at = new Date('2024-03-14T14:00:00Z')
const event = (side: HeldEvent['side'], quantity: string, price: string, fee = '0'): HeldEvent => ({
  orderId: null,
  side,
  quantity,
  price,
  fee,
  at,
})
const trade = {
  profit: '-1.28',
  quantity: '2',
  paid: '342',
  received: '340.72',
  fees: '0.02',
  stopPrice: '170.4',
  lowPrice: '169.5',
  highPrice: '171.4',
  pricesLack: null,
}

describe('what a trade came to', () => {
  test('is told in money, as a share, in risks, and by how far it went', () => {
    expect(outcomeOf(trade)).toEqual({
      net: '-1.3',
      share: -1.3 / 342,
      entryPrice: '171',
      exitPrice: '170.36',
      multiple: expect.closeTo(-1.3 / 1.2, 12),
      adverse: '3',
      adverseShare: 3 / 342,
      favourable: '0.8',
      favourableShare: 0.8 / 342,
    })
  })

  test.each([
    ['without a stop', { stopPrice: null }, { multiple: null, adverse: '3' }],
    ['with a stop at the price paid', { stopPrice: '171' }, { multiple: null }],
    ['without prices', { lowPrice: null, highPrice: null }, { adverse: null, favourable: null }],
    ['that never fell', { lowPrice: '171' }, { adverse: '0', adverseShare: 0 }],
    ['that never rose', { highPrice: '170' }, { favourable: '0' }],
    ['over a split', { pricesLack: 'split' }, { entryPrice: null, adverse: null, net: '-1.3' }],
    ['of uneven shares', { pricesLack: 'uneven' }, { multiple: null, exitPrice: null }],
    ['not worked out', { quantity: null, paid: null, fees: null }, { net: '-1.28', share: null }],
  ])('%s says no more than is known', (_, changes, expected) => {
    expect(outcomeOf({ ...trade, ...changes })).toMatchObject(expected)
  })

  test('counts a fill among the prices seen, and says nothing where no other was', () => {
    const events = [event('buy', '2', '171'), event('sell', '2', '168')]
    expect(extremesOf(events, { lowPrice: '169', highPrice: '170' })).toEqual({
      lowPrice: '168',
      highPrice: '171',
    })
    expect(extremesOf(events, { lowPrice: null, highPrice: null })).toBeNull()
    // Shares of a spin-off came for nothing.
    const given = [event('buy', '2', '0'), event('sell', '2', '20')]
    expect(extremesOf(given, { lowPrice: '19', highPrice: '19.5' })).toEqual({
      lowPrice: '19',
      highPrice: '20',
    })
  })
})

describe('the sums of a trade', () => {
  test.each([
    [[event('buy', '2', '10'), event('sell', '2', '11')], null],
    [[event('buy', '2', '10'), event('sell', '1', '11')], 'uneven'],
    [[event('sell', '2', '10')], 'uneven'],
    [[event('sell', '2', '10'), event('buy', '2', '9')], 'uneven'],
    [[event('buy', '2', '10'), event('split', '0', '0'), event('sell', '4', '6')], 'split'],
  ])('say whether averages mean something', (events, lacks) => {
    expect(spanOf(events).lacks).toBe(lacks)
  })

  const cents = fc.integer({ min: 1, max: 1_000_000 }).map((value) => (value / 100).toFixed(2))
  property.prop([
    fc.array(fc.tuple(fc.integer({ min: 1, max: 900 }), cents, cents), { minLength: 1 }),
  ])('are exact: what was got less what was paid is the profit of selling all', (parts) => {
    const events = parts.flatMap(([quantity, bought, sold]) => [
      event('buy', String(quantity), bought, '0.01'),
      event('sell', String(quantity), sold, '0.02'),
    ])
    const { paid, received, fees, lacks } = spanOf(events)
    const profit = parts.reduce(
      (sum, [quantity, bought, sold]) => sum.plus(new Big(sold).minus(bought).times(quantity)),
      new Big(0),
    )
    expect(new Big(received).minus(paid).eq(profit)).toBe(true)
    expect(new Big(fees).eq(new Big('0.03').times(parts.length))).toBe(true)
    expect(lacks).toBeNull()
  })
})
