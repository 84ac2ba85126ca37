import { fc, test } from '@fast-check/vitest'
import { Big } from 'big.js'
import { expect } from 'vitest'
import { noTrades, recordOf, withTrade } from '#shared/domain/ledger/trades.ts'

test.prop([fc.array(fc.integer({ min: -100_000, max: 100_000 }))])(
  'running sums say what all trades together say',
  (cents) => {
    const profits = cents.map((one) => new Big(one).div(100))
    const record = recordOf(profits.reduce(withTrade, noTrades))
    const [won, lost] = [profits.filter((one) => one.gt(0)), profits.filter((one) => !one.gt(0))]
    const mean = (some: Big[]) =>
      some
        .reduce((total, one) => total.plus(one), new Big(0))
        .div(some.length)
        .abs()
        .toNumber()
    expect(record.trades).toBe(profits.length)
    expect(record.winRate).toBe(profits.length === 0 ? 0 : won.length / profits.length)
    const loss = lost.length === 0 ? 0 : mean(lost)
    expect(record.payoff).toBe(loss === 0 ? null : (won.length === 0 ? 0 : mean(won)) / loss)
  },
)
