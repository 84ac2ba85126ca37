/** An execution that the exchange takes back counts as if it had never been. */

import { beforeEach, expect, test } from 'vitest'
import type { BrokerFill, Bust } from '#shared/domain/trading/broker-state.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { NOON } from '../../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_trading')
let n = 0
beforeEach(() => void (n += 1))

const fill = (name: string, side: 'buy' | 'sell', quantity: string, price: string): BrokerFill => ({
  executionId: `${name}-${n}`,
  brokerOrderId: `order-${n}`,
  ticker: `T${n}`,
  side,
  quantity,
  price,
  filledAt: new Date(NOON.getTime() + n * 60_000 + name.charCodeAt(0)),
})
const bust = (name: string): Bust => ({ executionId: `${name}-${n}`, bustedAt: NOON })
const read = (fills: BrokerFill[], busts: Bust[] = []) =>
  own.begin((tx) =>
    recordBrokerState(
      tx,
      {
        account: {
          accountId: 'a',
          status: 'ACTIVE',
          cash: '1000',
          equity: '1000',
          buyingPower: '1',
        },
        orders: [],
        positions: [],
        fills,
        busts,
      },
      new Date(NOON.getTime() + n * 60_000),
    ),
  )
const books = async () => {
  const [row] = await sql<Record<string, string>[]>`
    select trim_scale(l.quantity)::text as held, trim_scale(l.cash)::text as cash,
      trim_scale(l.realised)::text as realised, trim_scale(p.quantity)::text as position
    from ledger_tickers l join positions p using (account_id, ticker) where ticker = ${`T${n}`}`
  return row
}
const nothing = { held: '0', cash: '0', realised: '0', position: '0' }

test('a purchase taken back leaves nothing held and nothing paid', async () => {
  await read([fill('a', 'buy', '2', '100')])
  expect(await books()).toMatchObject({ held: '2', cash: '-200' })
  await read([fill('a', 'buy', '2', '100')], [bust('a')])
  expect(await books()).toEqual(nothing)
  await read([fill('a', 'buy', '2', '100')], [bust('a')])
  expect(await books()).toEqual(nothing)
})

test('told before its fill it takes it back all the same', async () => {
  await read([], [bust('a')])
  await read([fill('a', 'buy', '2', '100')])
  expect(await books()).toEqual(nothing)
  await read([fill('b', 'buy', '1', '50')])
  expect(await books()).toMatchObject({ held: '1', cash: '-50' })
})

test('a sale taken back brings its shares back, and takes its profit', async () => {
  await read([fill('a', 'buy', '2', '100'), fill('b', 'sell', '2', '110')])
  expect(await books()).toMatchObject({ held: '0', realised: '20' })
  await read([], [bust('b')])
  expect(await books()).toEqual({ held: '2', cash: '-200', realised: '0', position: '2' })
  // What comes in late is folded without it too.
  await read([fill('A', 'buy', '1', '90')])
  expect(await books()).toMatchObject({ held: '3', cash: '-290' })
})

test('the database lets a fill be taken back once, and never brings it back', async () => {
  await read([fill('a', 'buy', '2', '100')], [bust('a')])
  const change = (to: string | null) =>
    sql`update order_fills set busted_at = ${to} where execution_id = ${`a-${n}`}`
  await expect(change(null)).rejects.toThrow('append-only')
})
