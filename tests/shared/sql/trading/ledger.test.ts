import { fc } from '@fast-check/vitest'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Fill } from '#shared/domain/ledger/ledger.ts'
import { lockBook } from '#shared/sql/trading/locks.ts'
import { readHeldTickers, readHoldings, readLedgerSums } from '#shared/sql/trading/holdings.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { foldWholeLedger, readWholeLedger } from '../../../helpers/ledger.ts'
import { seedFill } from '../../../helpers/trading.ts'
import { anyFills, fill } from '../../domain/ledger/any-fills.ts'

const { sql } = await cloneDatabase()
const forget = () => sql`truncate order_fills, positions cascade`
const store = ({ executionId, filledAt, ...rest }: Fill) =>
  seedFill(sql, { ...rest, id: executionId, at: filledAt })
const book = () => sql.begin(lockBook)

beforeEach(forget)

describe('the ledger of the database', () => {
  test('is the fold of all fills, whatever order and in what portions they became known', async () => {
    const tickers = fc.array(fc.constantFrom('AAA', 'BBB'), { minLength: 14, maxLength: 14 })
    await fc.assert(
      fc.asyncProperty(anyFills, tickers, fc.array(fc.nat(4)), async (fills, names, cuts) => {
        await forget()
        for (const [place, one] of fills.entries()) {
          await store({ ...one, ticker: names[place] ?? 'AAA' })
          if (cuts.includes(place % 5)) await book()
        }
        await book()
        expect(await readWholeLedger(sql)).toEqual(await foldWholeLedger(sql))
      }),
      { numRuns: 60 },
    )
  }, 120_000)

  test('books a fill once', async () => {
    await store(fill('a', 'buy', '2', '10', 0))
    await book()
    const once = await readWholeLedger(sql)
    await book()
    expect(await readWholeLedger(sql)).toEqual(once)
  })

  test('folds a ticker again where a fill became known late, and shares no profit twice', async () => {
    await store(fill('b', 'buy', '1', '20', 1))
    await store(fill('c', 'sell', '1', '30', 2))
    await book()
    await sql`insert into reserve_pool_ledger (at, amount, balance_after, trigger_type, closing_execution_id)
      select now(), 2, balance + 2, 'siphon', 'c' from reserve_balance`
    await sql`delete from ledger_closings`
    await store(fill('a', 'buy', '1', '10', 0))
    await book()
    const ledger = await readWholeLedger(sql)
    expect(ledger).toEqual(await foldWholeLedger(sql))
    expect(ledger).toMatchObject({
      lots: [{ executionId: 'b', quantity: '1', price: '20' }],
      trades: [],
      gains: [],
    })
  })

  test('tells what is held, and what waits to be booked', async () => {
    await store(fill('a', 'buy', '2', '10.5', 0, '0.25'))
    expect(await readHeldTickers(sql)).toEqual(['AAPL'])
    expect(await readHoldings(sql)).toEqual([])
    await book()
    expect(await readHoldings(sql)).toEqual([
      { ticker: 'AAPL', quantity: '2.000000000', cost: '21', mark: '10.500000', sector: '' },
    ])
    expect(await readLedgerSums(sql)).toMatchObject({ cash: '-21.25', fees: '0.25', realised: '0' })
    await store(fill('b', 'sell', '2', '11', 1))
    await book()
    expect(await readHeldTickers(sql)).toEqual([])
  })

  test('is held to its own sums by the database', async () => {
    await store(fill('a', 'buy', '2', '10', 0))
    await book()
    await expect(sql`update ledger_tickers set cash = 0`).rejects.toThrow(/check/)
    await expect(sql`update order_fills set booked = false`).rejects.toThrow(/append-only/)
  })
})
