/** A round, a reading of the broker and an order meet: each waits its turn, and none is torn out. */

import { beforeAll, expect, test } from 'vitest'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { runTradingRound, type TradingEngine } from '../../../services/trading-engine/round.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openMeetings } from '../../helpers/meetings.ts'
import { NOON, seedAccount, seedFill } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_trading')
const MEETINGS = 20
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
}, 300_000)

test('nor with the adapter, the keeper, a wish to cancel and an approval beside them', async () => {
  const all = await cloneDatabase()
  const meetings = await openMeetings(all.sql, all.as('stonks_trading'))
  const faults: string[] = []
  for (let meeting = 1; meeting <= 40; meeting++) faults.push(...(await meetings.meet()))
  expect(faults).toEqual([])
}, 300_000)

test('two that take the locks in another order do tear each other out: the count above bites', async () => {
  const faults: string[] = []
  const take = (first: string, second: string) =>
    own
      .begin(async (tx) => {
        await tx`select pg_advisory_xact_lock(hashtext(${first}))`
        await tx`select pg_sleep(0.1)`
        await tx`select pg_advisory_xact_lock(hashtext(${second}))`
      })
      .catch((fault: { code?: string }) => void faults.push(fault.code ?? ''))
  await Promise.all([take('trading-engine', 'book'), take('book', 'trading-engine')])
  expect(faults).toEqual(['40P01'])
}, 30_000)
