/** A round, a reading of the broker and an order meet: each waits its turn, and none is torn out. */

import { beforeAll, expect, test } from 'vitest'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { runTradingRound, type TradingEngine } from '../../../services/trading-engine/round.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { NOON, seedAccount, seedFill } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_trading')
const MEETINGS = 60
const TICKERS = Array.from({ length: 8 }, (_, place) => `T${place}`)
const at = (meeting: number) => new Date(NOON.getTime() + meeting * 60_000)

beforeAll(async () => {
  await seedAccount(sql, '10000')
  for (const ticker of TICKERS)
    await seedFill(sql, { id: `in-${ticker}`, ticker, side: 'buy', quantity: '1', price: '100' })
})

const engineAt = (now: Date): TradingEngine => ({
  sql: own,
  rules,
  latestTrades: async (tickers) =>
    new Map(tickers.map((ticker) => [ticker, { price: '101', at: now }])),
})

/** A reading that marks every position and tells of a fill, so that it writes what a round writes. */
const readBroker = (meeting: number) =>
  sql.begin((tx) =>
    recordBrokerState(
      tx,
      {
        account: { accountId: 'test', status: 'ACTIVE', cash: '1', equity: '1', buyingPower: '1' },
        orders: [],
        positions: TICKERS.toReversed().map((ticker) => ({ ticker, quantity: '1', price: '102' })),
        fills: [
          {
            executionId: `more-${meeting}`,
            brokerOrderId: 'stranger',
            ticker: TICKERS[meeting % TICKERS.length]!,
            side: 'buy',
            quantity: '0.01',
            price: '100',
            filledAt: at(meeting),
          },
        ],
      },
      at(meeting),
    ),
  )

test('without a deadlock, however often', async () => {
  for (let meeting = 1; meeting <= MEETINGS; meeting++)
    await Promise.all([runTradingRound(engineAt(at(meeting)), at(meeting)), readBroker(meeting)])
  const [row] = await sql<{ fills: number }[]>`select count(*) as fills from order_fills`
  expect(row?.fills).toBe(TICKERS.length + MEETINGS)
}, 120_000)
