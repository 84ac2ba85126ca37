import { beforeAll, expect, test } from 'vitest'
import { lockBook } from '#shared/sql/trading/locks.ts'
import { foldAgain } from '#shared/sql/trading/ledger.ts'
import { keepClosedTrades } from '../../../services/trading-engine/closed-trades.ts'
import { readTradePage } from '../../../services/query-api/trading/trade-page.ts'
import { readPerformance } from '../../../services/query-api/trading/performance.ts'
import { listTrades, totalTrades } from '../../../services/query-api/trading/trades.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { seedFill } from '../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const engine = as('stonks_trading')
const api = as('stonks_api')
const at = (minute: number, ms = 0) => new Date(Date.UTC(2024, 5, 3, 15, minute, 0, ms))
const LATER = at(59)

const minute = (ticker: string, place: number, low: string, high: string) => sql`
  insert into minute_bars (ticker, starts_at, session_date, open, high, low, close, volume, vendor, fetched_at)
  values (${ticker}, ${at(place)}, '2024-06-03', ${low}, ${high}, ${low}, ${high}, 10, 'polygon', ${LATER})`

beforeAll(async () => {
  // Sold and bought back, with pennies lost each time; then once more without a price.
  await seedFill(sql, {
    id: 'a1',
    ticker: 'AAA',
    side: 'buy',
    quantity: '2',
    price: '100',
    fee: '0.05',
    at: at(0, 500),
  })
  await seedFill(sql, {
    id: 'a2',
    ticker: 'AAA',
    side: 'sell',
    quantity: '2',
    price: '99.4',
    fee: '0.05',
    at: at(9, 700),
  })
  await seedFill(sql, {
    id: 'a3',
    ticker: 'AAA',
    side: 'buy',
    quantity: '1',
    price: '99.5',
    at: at(10),
  })
  await seedFill(sql, {
    id: 'a4',
    ticker: 'AAA',
    side: 'buy',
    quantity: '1',
    price: '99.7',
    at: at(11),
  })
  await seedFill(sql, {
    id: 'a5',
    ticker: 'AAA',
    side: 'sell',
    quantity: '2',
    price: '101',
    at: at(20),
  })
  await seedFill(sql, {
    id: 'b1',
    ticker: 'BBB',
    side: 'buy',
    quantity: '1',
    price: '10',
    at: at(3),
  })
  await seedFill(sql, {
    id: 'b2',
    ticker: 'BBB',
    side: 'sell',
    quantity: '1',
    price: '10',
    at: at(4),
  })
  // In the minute of the purchase the price was lower before it was bought: that is no part of its life.
  await minute('AAA', 0, '90', '120')
  await minute('AAA', 4, '98.5', '100.25')
  await minute('AAA', 9, '80', '130')
  await sql.begin(lockBook)
  await keepClosedTrades(engine, LATER)
})

const listed = async (filter: object = {}) =>
  listTrades(api, { sort: '-closedAt', limit: 50, ...filter })

test('a trade has what was paid, got and lost, and how far its price went while it was held', async () => {
  const [last, first] = await listed({ ticker: 'AAA' })
  expect(first).toMatchObject({
    openedAt: at(0, 500),
    closedAt: at(9, 700),
    quantity: '2.000000000',
    entryPrice: '100',
    exitPrice: '99.4',
    profit: '-1.2',
    fees: '0.1',
    net: '-1.3',
    share: -0.0065,
    adverse: '3',
    favourable: '0.5',
    pricesFrom: 'minutes',
    pricesLack: null,
    exitCode: 'sold_elsewhere',
    multiple: null,
  })
  expect(last).toMatchObject({
    openedAt: at(10),
    quantity: '2.000000000',
    net: '2.8',
  })
})

test('a trade without a price of its time says so', async () => {
  const [row] = await listed({ ticker: 'BBB' })
  expect(row).toMatchObject({
    adverse: null,
    favourable: null,
    pricesFrom: null,
    pricesLack: 'no_prices',
  })
})

test('what all trades made is what the ledger realised', async () => {
  const [sums] = await sql`
    select (select sum(profit) from ledger_trades) = (select sum(realised) from ledger_tickers) as equal`
  expect(sums).toEqual({ equal: true })
})

test('what they came to is told by what they were made on, and adds up to the ledger', async () => {
  const { trades, realised, byExit, byCatalyst, curve } = await readPerformance(api, {
    range: '1w',
    now: LATER,
    cashRate: 4,
  })
  expect(curve).toEqual([])
  // Of AAA -1.20 and +2.80, of BBB nothing: what made nothing is lost.
  expect(trades).toMatchObject({
    won: 1,
    lost: 2,
    wonDollars: '2.8',
    lostDollars: '-1.2',
    fees: '0.1',
    expectancy: '0.533333',
  })
  expect(trades.factor).toBeCloseTo(2.8 / 1.2, 12)
  expect(Number(realised.ended) + Number(realised.open)).toBeCloseTo(Number(realised.ledger), 9)
  for (const cut of [byExit, byCatalyst])
    expect(cut.reduce((sum, { profit }) => sum + Number(profit), 0)).toBeCloseTo(1.6, 9)
  expect(byExit).toMatchObject([{ name: 'sold_elsewhere', trades: 3, won: 1 }])
})

test('they are counted, narrowed and gone through page by page', async () => {
  expect(await totalTrades(api, {})).toEqual({ count: 3, isMore: false })
  expect(await totalTrades(api, { exit: 'stop_loss' })).toEqual({ count: 0, isMore: false })
  expect(await totalTrades(api, { exit: 'sold_elsewhere', to: '2024-06-02' })).toMatchObject({
    count: 0,
  })
  const [newest] = await listed({ limit: 1 })
  const rest = await listed({ after: newest!.tradeId })
  expect(rest.map(({ closedAt }) => closedAt)).toEqual([at(9, 700), at(4)])
})

test('a page of one knows the trade before and after it', async () => {
  const [last, first] = await listed({ ticker: 'AAA' })
  const page = await readTradePage(api, first!.tradeId)
  expect(page).toMatchObject({ before: null, after: { tradeId: last!.tradeId }, heldSince: null })
  expect(page!.fills.map(({ executionId }) => executionId)).toEqual(['a1', 'a2'])
  expect(page!.prices).toMatchObject({ from: 'minutes' })
  expect((await readTradePage(api, last!.tradeId))!.fills).toHaveLength(3)
})

test('a ticker that is added up anew has its trades worked out anew, and none twice', async () => {
  const before = await listed()
  await sql.begin(async (tx) => {
    await lockBook(tx)
    await foldAgain(tx, 'AAA')
  })
  expect((await listed({ ticker: 'AAA' })).map(({ exitCode }) => exitCode)).toEqual([null, null])
  expect(await keepClosedTrades(engine, LATER)).toBe(2)
  expect(await listed()).toEqual(before)
  expect(await keepClosedTrades(engine, LATER)).toBe(0)
})

test('prices that are told late are waited for', async () => {
  await sql`update ledger_trades set is_settled = false, kept_at = null where ticker = 'AAA'`
  await keepClosedTrades(engine, at(21))
  const unsettled = () => sql`select 1 from ledger_trades where not is_settled`
  expect(await unsettled()).toHaveLength(1)
  await minute('AAA', 12, '97', '102')
  expect(await keepClosedTrades(engine, at(24))).toBe(0)
  expect(await keepClosedTrades(engine, at(25))).toBe(1)
  expect((await listed({ limit: 1 }))[0]).toMatchObject({ adverse: '5.2', favourable: '4.8' })
  expect(await unsettled()).toHaveLength(0)
})

test('one that cannot be worked out keeps no other back', async () => {
  const kept = () => sql<{ ticker: string }[]>`
    select distinct ticker from ledger_trades where kept_at is not null order by ticker`
  const all = (await kept()).map(({ ticker }) => ticker)
  await sql`update ledger_trades set is_settled = false, kept_at = null`
  await sql`alter table ledger_trades add constraint held_back check (ticker <> 'AAA' or kept_at is null)`
  await expect(keepClosedTrades(engine, LATER)).rejects.toThrow('2 of')
  expect((await kept()).map(({ ticker }) => ticker)).toEqual(
    all.filter((ticker) => ticker !== 'AAA'),
  )
  await sql`alter table ledger_trades drop constraint held_back`
  await keepClosedTrades(engine, LATER)
  expect((await kept()).map(({ ticker }) => ticker)).toEqual(all)
})
