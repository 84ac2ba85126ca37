import { fc, test } from '@fast-check/vitest'
import { Big } from 'big.js'
import { describe, expect, it } from 'vitest'
import {
  adjustBar,
  adjustPriceBy,
  totalReturnCloses,
  type Priced,
} from '#shared/domain/market/adjust.ts'

const twentyForOne = { exDate: '2022-07-18', from: '1', to: '20' }
const oneForTen = { exDate: '2022-07-18', from: '10', to: '1' }

function bar(sessionDate: string, close: string, changes: Partial<Priced> = {}): Priced {
  return {
    sessionDate,
    carriedUntil: sessionDate,
    open: close,
    high: close,
    low: close,
    close,
    volume: '1000',
    ...changes,
  }
}

describe('adjustBar()', () => {
  it.each([
    ['before the day, read before it', '2022-07-15', '2022-07-15', '2240.120000', '1000'],
    ['before the day, read on it', '2022-07-15', '2022-07-18', '112.006', '20000'],
    ['before the day, read after it', '2022-07-15', '2022-09-01', '112.006', '20000'],
    ['of the day itself', '2022-07-18', '2022-07-19', '2240.120000', '1000'],
    ['after the day', '2022-07-19', '2022-07-20', '2240.120000', '1000'],
  ])('over 20:1, a bar %s', (_, date, on, close, volume) => {
    expect(adjustBar(bar(date, '2240.120000'), [twentyForOne], on)).toMatchObject({ close, volume })
  })

  it('over a reverse 1:10, prices rise and volume falls', () => {
    const read = adjustBar(bar('2022-07-15', '0.4137'), [oneForTen], '2022-07-18')
    expect(read).toMatchObject({ open: '4.137', close: '4.137', volume: '100' })
  })

  it('leaves out what an adjusted bar carries already, and applies what came since', () => {
    const carried = bar('2022-07-15', '112.006', { carriedUntil: '2022-07-20' })
    const later = { exDate: '2023-01-03', from: '2', to: '3' }
    expect(adjustBar(carried, [twentyForOne], '2022-09-01')).toBe(carried)
    expect(adjustBar(carried, [twentyForOne, later], '2023-02-01').close).toBe('74.670667')
  })

  it('keeps a price above zero, however many splits there were', () => {
    const many = Array.from({ length: 9 }, () => ({ ...twentyForOne, to: '1000' }))
    expect(adjustBar(bar('2022-07-15', '0.5'), many, '2022-07-18').close).toBe('0.000001')
  })

  const ratio = fc.record({
    from: fc.integer({ min: 1, max: 50 }),
    to: fc.integer({ min: 1, max: 50 }),
  })
  test.prop([fc.integer({ min: 1, max: 10 ** 9 }), ratio, fc.integer({ min: 0, max: 10 ** 9 })])(
    'changes neither what was paid in all nor the order of prices',
    (cents, { from, to }, shares) => {
      const high = new Big(cents).div(100)
      const raw = bar('2022-07-15', high.toFixed(6), {
        low: high.div(2).toFixed(6),
        volume: String(shares),
      })
      const split = { exDate: '2022-07-18', from: String(from), to: String(to) }
      const read = adjustBar(raw, [split], '2022-07-18')
      expect(new Big(read.low).lte(read.close)).toBe(true)
      // Restated: paid = price × shares, up to half of the last decimal of either.
      const paid = new Big(read.close).times(read.volume).minus(high.times(shares)).abs()
      const least = new Big('0.0000005')
        .times(read.volume)
        .plus(new Big('0.00005').times(read.close))
      expect(paid.lte(least.plus('0.000001')) || read.close === '0.000001').toBe(true)
    },
  )
})

describe('adjustPriceBy()', () => {
  it('brings a level of an earlier day to the basis of a later one', () => {
    const span = { after: '2022-07-15', on: '2022-07-18' }
    expect(adjustPriceBy('2100', [twentyForOne], span)).toBe('105')
    expect(adjustPriceBy('2100', [twentyForOne], { ...span, on: '2022-07-17' })).toBe('2100')
  })
})

describe('totalReturnCloses()', () => {
  const bars = [bar('2022-07-14', '100'), bar('2022-07-15', '100'), bar('2022-07-18', '98')]

  it('takes a dividend out of what was traded before it', () => {
    const paid = { exDate: '2022-07-18', amount: '2' }
    const read = totalReturnCloses(bars, { splits: [], dividends: [paid] }, '2022-07-19')
    expect(read).toEqual(['98', '98', '98'])
  })

  it('knows none that has not come, or that nothing was traded without', () => {
    const coming = { exDate: '2022-07-20', amount: '2' }
    for (const on of ['2022-07-19', '2022-07-21'])
      expect(totalReturnCloses(bars, { splits: [], dividends: [coming] }, on)).toEqual([
        '100',
        '100',
        '98',
      ])
  })

  it('reads a dividend and a split on one basis, whichever came first', () => {
    const over = [bar('2022-07-14', '2000'), bar('2022-07-15', '2000'), bar('2022-07-18', '100')]
    const before = { exDate: '2022-07-15', amount: '40' }
    const same = { exDate: '2022-07-18', amount: '2' }
    const read = (dividend: typeof same) =>
      totalReturnCloses(over, { splits: [twentyForOne], dividends: [dividend] }, '2022-07-19')
    expect(read(before)).toEqual(['98', '100', '100'])
    expect(read(same)).toEqual(['98', '98', '100'])
  })

  it('passes over a dividend as large as the price', () => {
    const absurd = { exDate: '2022-07-18', amount: '100' }
    expect(totalReturnCloses(bars, { splits: [], dividends: [absurd] }, '2022-07-19')[0]).toBe(
      '100',
    )
  })
})
