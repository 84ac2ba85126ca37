/** What the books make of an account that moves without them: told late, unexplained, split, of other kinds. */

import { beforeEach, expect, test } from 'vitest'
import { fetchBrokerState, type BrokerReader } from '#shared/clients/alpaca/state.ts'
import type {
  BrokerActivity,
  BrokerFill,
  BrokerOrder,
  BrokerPosition,
} from '#shared/domain/trading/broker-state.ts'
import { readBook } from '#shared/sql/risk/book.ts'
import { readDeposit } from '#shared/sql/trading/accounts.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import {
  acceptDifference,
  readDifferences,
  sayDifference,
} from '#shared/sql/trading/differences.ts'
import { readHeldTickers, readHoldings, readLedgerSums } from '#shared/sql/trading/holdings.ts'
import { lockBook } from '#shared/sql/trading/locks.ts'
import { keepStops, readStops } from '#shared/sql/trading/stops.ts'
import { readOtherHoldings } from '#shared/sql/trading/other-holdings.ts'
import { keepBooks } from '../../../../services/trading-engine/account.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { NOON } from '../../../helpers/trading.ts'

const { sql: admin, as } = await cloneDatabase()
const sql = as('stonks_trading')
const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000)

beforeEach(async () => {
  await admin`truncate order_fills, positions, broker_accounts, trading_holds, position_stop_levels,
    trading_decisions, corporate_actions cascade`
})

const fillOf = (executionId: string, filledAt: Date, change: Partial<BrokerFill> = {}) => ({
  executionId,
  brokerOrderId: `o-${executionId}`,
  ticker: 'AAA',
  side: 'buy' as const,
  quantity: '1',
  price: '100',
  filledAt,
  ...change,
})
const activityOf = (activityId: string, type: string, change: Partial<BrokerActivity> = {}) => ({
  activityId,
  type,
  subType: '',
  status: 'executed',
  ticker: null,
  quantity: null,
  price: null,
  amount: '0',
  at: later(1),
  told: { activity_type: type },
  ...change,
})

type Hand = {
  cash: string
  fills?: { fill: BrokerFill; toldAt?: Date }[]
  activities?: BrokerActivity[]
  positions?: BrokerPosition[]
  orders?: BrokerOrder[]
}

/** The account as a broker by hand tells it at a moment. */
async function read(at: Date, { cash, fills = [], activities, positions = [], orders = [] }: Hand) {
  const money = { status: 'ACTIVE', cash, equity: cash, buyingPower: cash }
  const reader: BrokerReader = {
    account: async () => ({ accountId: 'hand', ...money }),
    openOrders: async () => [],
    orders: async () => orders,
    positions: async () => positions,
    fills: async (after) =>
      fills
        .filter(
          ({ fill, toldAt }) =>
            (toldAt ?? fill.filledAt) <= at && (!after || fill.filledAt > after),
        )
        .map(({ fill }) => fill),
    ...(activities ? { activities: async () => activities } : {}),
  }
  const state = await fetchBrokerState(reader, at <= NOON ? null : new Date(at.getTime() - 60_000))
  await sql.begin((tx) => recordBrokerState(tx, state, at))
}
const cash = async () =>
  Number((await readDeposit(sql)) ?? 0) + Number((await readLedgerSums(sql)).cash)
const held = async () =>
  (await readHoldings(sql)).map(({ ticker, quantity, cost }) => [
    ticker,
    Number(quantity),
    Number(cost),
  ])
const differences = async () =>
  (await readDifferences(sql)).map(({ what, ticker, readings }) => [what, ticker, readings])
const holds = () => sql<{ code: string; says: string }[]>`select code, says from trading_holds`
const sums = async () => {
  const rows = await sql<{ book: string; sum: string }[]>`
    select book, sum(debit) - sum(credit) as sum from ledger_entries group by book`
  return Object.fromEntries(rows.map(({ book, sum }) => [book, Number(sum)]))
}
const worth = () =>
  sql.begin(async (tx) => {
    const books = await keepBooks(tx, { trades: new Map(), siphonPct: 0 }, later(5))
    return [books?.valuation.equity, (await readBook(tx, later(5))).equity]
  })
const one = (price = '100', quantity = '1') => [{ ticker: 'AAA', quantity, price }]

test('a fill that is told 70 minutes late is taken in, once', async () => {
  const late = { fill: fillOf('late', later(5)), toldAt: later(75) }
  for (let minute = 0; minute <= 80; minute += 5) {
    const bought = minute > 5
    const rest = bought ? { positions: one() } : {}
    await read(later(minute), { cash: bought ? '9900' : '10000', fills: [late], ...rest })
    if (minute === 20) expect(await holds()).toMatchObject([{ code: 'reconciliation' }])
  }
  expect(await sql`select from order_fills`).toHaveLength(1)
  expect(await cash()).toBe(9900)
  expect(await held()).toEqual([['AAA', 1, 100]])
  expect(await differences()).toEqual([])
  expect(await holds()).toEqual([])
  expect(await sums()).toMatchObject({ cash: 9900, securities: 100, opening: -10_000 })
})

test('cash and shares that are ahead of the fills at the first reading come right', async () => {
  const first = { fill: fillOf('first', NOON), toldAt: later(1) }
  for (const minute of [0, 2, 4, 60, 300])
    await read(later(minute), { cash: '9900', fills: [first], positions: one() })
  expect(await cash()).toBe(9900)
  expect(await held()).toEqual([['AAA', 1, 100]])
  expect(await differences()).toEqual([])
})

test('money that went without a word is gone from the books at once, and named', async () => {
  await read(NOON, { cash: '10000' })
  await read(later(1), { cash: '4000' })
  expect(await cash()).toBe(4000)
  expect(await holds()).toEqual([])
  await read(later(2), { cash: '4000' })
  expect(await differences()).toEqual([['cash', '', 2]])
  const [hold] = await holds()
  expect(hold).toMatchObject({ code: 'reconciliation' })
  expect(hold?.says).toContain('cash: our books say 10000, the broker 4000, since 2024-06-03T15:01')
  // The same reading once more is no third.
  await read(later(2), { cash: '4000' })
  expect(await differences()).toEqual([['cash', '', 2]])
  await read(later(3), { cash: '4000', activities: [activityOf('w', 'CSW', { amount: '-6000' })] })
  expect([await differences(), await holds(), await cash()]).toEqual([[], [], 4000])
  expect(await sums()).toMatchObject({ cash: 4000, transfers: 6000, unexplained: 0 })
})

test('or a person accepts the broker’s figure', async () => {
  await read(NOON, { cash: '10000' })
  for (const minute of [1, 2])
    await read(later(minute), { cash: '9000', positions: one('100', '3') })
  expect(await held()).toEqual([['AAA', 3, 300]])
  expect((await readDifferences(sql)).map(sayDifference)).toHaveLength(2)
  const accept = (what: 'cash' | 'position', ticker: string) =>
    sql.begin(async (tx) => {
      await lockBook(tx)
      return acceptDifference(tx, { what, ticker }, later(3))
    })
  expect(await accept('cash', '')).toMatchObject({ ours: '10000', theirs: '9000' })
  expect(await holds()).toHaveLength(1)
  expect(await accept('position', 'AAA')).toMatchObject({ ours: '0', theirs: '3' })
  expect(await accept('position', 'AAA')).toBeUndefined()
  await read(later(4), { cash: '9000', positions: one('100', '3') })
  expect([await differences(), await holds(), await cash()]).toEqual([[], [], 9000])
  expect(await held()).toEqual([['AAA', 3, 300]])
})

test('each kind of activity is booked once, whatever comes twice, and none is lost', async () => {
  await read(NOON, { cash: '10000', positions: one('100', '4') })
  const told = [
    activityOf('div', 'DIV', { amount: '1.20', ticker: 'AAA' }),
    activityOf('nra', 'DIVNRA', { amount: '-0.36', ticker: 'AAA' }),
    activityOf('fee', 'FEE', { amount: '-0.02' }),
    activityOf('int', 'INT', { amount: '0.50' }),
    activityOf('csd', 'CSD', { amount: '1000' }),
    activityOf('jnlc', 'JNLC', { amount: '-250' }),
    activityOf('odd', 'ZZZ', { amount: '7' }),
    activityOf('void', 'CSD', { amount: '999', status: 'canceled' }),
    activityOf('jnls', 'JNLS', { ticker: 'BBB', quantity: '2', price: '50' }),
    activityOf('spin', 'SPIN', { ticker: 'CCC', quantity: '1' }),
  ]
  const positions = [
    ...one('100', '4'),
    { ticker: 'BBB', quantity: '2', price: '50' },
    { ticker: 'CCC', quantity: '1', price: '8' },
  ]
  for (const minute of [2, 3])
    await read(later(minute), {
      cash: '10758.32',
      activities: minute === 2 ? told : [...told, ...told].toReversed(),
      positions,
    })
  expect([await differences(), await cash()]).toEqual([[], 10_758.32])
  expect(await held()).toEqual([
    ['AAA', 4, 400],
    ['BBB', 2, 100],
    ['CCC', 1, 0],
  ])
  expect(await sums()).toMatchObject({ income: -1.7, charges: 0.38, transfers: -1257 })
  expect(await sql`select from account_activities`).toHaveLength(10)
  expect(await sql`select told from account_activities where kind = 'unknown'`).toEqual([
    { told: { activityType: 'ZZZ' } },
  ])
})

test.each([
  ['the market told of it', true, [] as BrokerActivity[]],
  ['the broker told of it', false, [activityOf('s', 'SPLIT', { ticker: 'AAA' })]],
  ['the market told before the broker', 'carried', [activityOf('s', 'SPLIT', { ticker: 'AAA' })]],
  ['both told', true, [activityOf('s', 'SPLIT', { ticker: 'AAA' })]],
])('a split is no loss, and prices go over it once, where %s', async (_how, known, activities) => {
  const bought = [{ fill: fillOf('b', later(1), { quantity: '3' }) }]
  await read(NOON, { cash: '10000' })
  await read(later(2), { cash: '9700', fills: bought, positions: one('100', '3') })
  await admin`
    insert into trading_decisions (decision_id, ticker, decided_at, kind, action, code, side, quantity,
      checks, risk_tier) select gen_random_uuid(), 'AAA', ${NOON}, 'exit', 'act', 'test', 'sell', 1, '[]', 'moderate'`
  await admin`
    insert into position_stop_levels (ticker, decision_id, atr, stop_price, target_1, target_2, trailing_stop, updated_at)
    select 'AAA', decision_id, 2, 96, 104, 108, 98, ${NOON} from trading_decisions limit 1`
  // The engine has been over it, and what the market told has been taken back since.
  if (known === 'carried')
    await admin`update position_stop_levels set atr = 0.5, stop_price = 24, target_1 = 26, target_2 = 27,
      trailing_stop = 24.5, on_date = '2024-06-03'`
  if (known === true)
    await admin`
      insert into corporate_actions (action_id, ticker, kind, ex_date, ratio_from, ratio_to, known_at)
      values (gen_random_uuid(), 'AAA', 'split', '2024-06-03', 1, 4, ${later(-60)})`
  for (const minute of [3, 4, 5])
    await read(later(minute), {
      cash: '9700',
      fills: bought,
      activities,
      positions: one('25', '12'),
    })
  expect(await held()).toEqual([['AAA', 12, 300]])
  expect([await differences(), await cash()]).toEqual([[], 9700])
  const [levels] = await sql`
    select stop_price::float, target_1::float, trailing_stop::float, atr::float from position_stop_levels`
  expect(levels).toEqual({ stopPrice: 24, target1: 26, trailingStop: 24.5, atr: 0.5 })
  expect(await sql`select entry_price_avg::float, mark_price::float from positions`).toEqual([
    { entryPriceAvg: 25, markPrice: 25 },
  ])
})

test('one that nobody told looks like one, stands unexplained, and is explained later', async () => {
  const bought = [{ fill: fillOf('b', later(1), { quantity: '3' }) }]
  await read(NOON, { cash: '10000' })
  await read(later(2), { cash: '9700', fills: bought, positions: one('100', '3') })
  const after = { cash: '9700', fills: bought, positions: one('25.5', '12') }
  for (const minute of [3, 4]) await read(later(minute), after)
  expect(await held()).toEqual([['AAA', 12, 300]])
  expect(await differences()).toEqual([['position', 'AAA', 2]])
  const activities = [activityOf('s', 'SPLIT', { ticker: 'AAA', quantity: '9' })]
  await read(later(5), { ...after, activities })
  expect([await held(), await differences()]).toEqual([[['AAA', 12, 300]], []])
})

test('what is no share held long is shown and never traded', async () => {
  const coin = { ...fillOf('coin', NOON), ticker: 'BTC/USD' }
  await read(NOON, {
    cash: '9000',
    fills: [{ fill: coin }],
    positions: [
      { ticker: 'BTCUSD', quantity: '1', price: '100', assetClass: 'crypto' },
      { ticker: 'AAPL240621C00190000', quantity: '1', price: '3', assetClass: 'us_option' },
      { ticker: 'GME', quantity: '-5', price: '20' },
    ],
  })
  expect(await readHeldTickers(sql)).toEqual([])
  expect(await held()).toEqual([])
  expect((await readOtherHoldings(sql)).map(({ symbol }) => symbol)).toEqual([
    'AAPL240621C00190000',
    'BTCUSD',
    'GME',
  ])
  expect([await cash(), await differences()]).toEqual([9000, []])
})

test('a coin that is written like a share is none, nor once it is sold', async () => {
  const bought = { fill: fillOf('in', later(1), { ticker: 'BTCUSD' }) }
  const sold = { fill: fillOf('out', later(5), { ticker: 'BTCUSD', side: 'sell', price: '110' }) }
  const coin = { ticker: 'BTCUSD', quantity: '1', price: '100', assetClass: 'crypto' }
  await read(NOON, { cash: '10000' })
  for (const minute of [2, 3, 4])
    await read(later(minute), { cash: '9900', fills: [bought], positions: [coin] })
  expect([await held(), await differences(), await holds()]).toEqual([[], [], []])
  const order: BrokerOrder = {
    brokerOrderId: 'o-out',
    clientOrderId: 'c-out',
    ticker: 'BTCUSD',
    side: 'sell',
    quantity: '1',
    filledQuantity: '1',
    filledPriceAvg: '110',
    status: 'filled',
    submittedAt: later(5),
    closedAt: later(5),
    assetClass: 'crypto',
  }
  for (const minute of [6, 7])
    await read(later(minute), { cash: '10010', fills: [bought, sold], orders: [order] })
  expect([await held(), await differences(), await cash()]).toEqual([[], [], 10_010])
})

test('more sold than bought counts as none held, and is brought to what the broker holds', async () => {
  const sold = [{ fill: fillOf('gift', later(1), { side: 'sell', quantity: '3', price: '10' }) }]
  await read(NOON, { cash: '10000' })
  for (const minute of [2, 3, 4]) await read(later(minute), { cash: '10030', fills: sold })
  expect(await held()).toEqual([])
  expect(await cash()).toBe(10_030)
  expect((await readDifferences(sql)).map(({ ours, theirs }) => [ours, theirs])).toEqual([
    ['-3', '0'],
  ])
})

test('a holding that one reading leaves out is still held; two say that it is gone', async () => {
  await read(NOON, { cash: '10000', positions: one() })
  await read(later(1), { cash: '10000' })
  expect(await held()).toEqual([['AAA', 1, 100]])
  await read(later(2), { cash: '10000', positions: one() })
  expect(await differences()).toEqual([])
  for (const minute of [3, 4]) await read(later(minute), { cash: '10000' })
  expect(await held()).toEqual([])
  expect(await holds()).toMatchObject([{ code: 'reconciliation' }])
})

test('levels outlast readings that forget a holding, until it is known to be gone', async () => {
  await read(NOON, { cash: '10000', positions: one() })
  await admin`
    insert into position_stop_levels (ticker, atr, basis, stop_price, trailing_stop, half_taken, updated_at)
    values ('AAA', 2, 'atr', 90, 97, true, ${NOON})`
  const trailing = async () =>
    (await readStops(sql)).get('AAA')?.trailingStop?.replace(/\.0+$/, '') ?? null
  const watch = async () => {
    const tickers = await readHeldTickers(sql)
    await sql.begin((tx) => keepStops(tx, tickers))
  }
  for (const minute of [1, 2, 3]) {
    await read(later(minute), { cash: '10000' })
    await watch()
  }
  expect([await held(), await trailing()]).toEqual([[], '97'])
  await read(later(4), { cash: '10000', positions: one() })
  expect([await held(), await trailing(), await holds()]).toEqual([[['AAA', 1, 100]], '97', []])
  for (const minute of [5, 6]) await read(later(minute), { cash: '10000' })
  await sql.begin((tx) => acceptDifference(tx, { what: 'position', ticker: 'AAA' }, later(7)))
  await watch()
  expect(await trailing()).toBeNull()
})

test('shares that are owed are no difference where the books say so too', async () => {
  const owed = (quantity: string) => [{ ticker: 'AAA', quantity, price: '10' }]
  const sold = { fill: fillOf('short', later(1), { side: 'sell', quantity: '3', price: '10' }) }
  const back = { fill: fillOf('back', later(5), { quantity: '3', price: '9' }) }
  await read(NOON, { cash: '10000' })
  for (const minute of [2, 3, 4])
    await read(later(minute), { cash: '10030', fills: [sold], positions: owed('-3') })
  expect([await differences(), await holds(), await held()]).toEqual([[], [], []])
  // What came in for them is not worth anything until they are bought back.
  expect(await worth()).toEqual(['10000', '10000'])
  for (const minute of [6, 7]) await read(later(minute), { cash: '10003', fills: [sold, back] })
  expect([await differences(), await holds(), await cash()]).toEqual([[], [], 10_003])
  // Of which the books know nothing, more is owed than they can follow: shown, and never traded.
  for (const minute of [8, 9]) await read(later(minute), { cash: '10003', positions: owed('-5') })
  expect([await differences(), await held()]).toEqual([[], []])
})

test('a deposit of the day on which the books began came after, where it tells its day alone', async () => {
  const csd = activityOf('csd', 'CSD', {
    amount: '500',
    at: new Date('2024-06-03T04:00:00Z'),
    isDay: true,
  })
  await read(NOON, { cash: '10000' })
  for (const minute of [1, 2]) await read(later(minute), { cash: '10500', activities: [csd] })
  expect([await differences(), await holds(), await cash()]).toEqual([[], [], 10_500])
  expect(await sums()).toMatchObject({ opening: -10_000, transfers: -500 })
})

test('what was owed as the books began is no loss', async () => {
  const owed = (price: string) => [{ ticker: 'AAA', quantity: '-80', price }]
  for (const minute of [0, 1]) await read(later(minute), { cash: '18000', positions: owed('100') })
  const books = async () => {
    const made = await sql.begin((tx) =>
      keepBooks(tx, { trades: new Map(), siphonPct: 0 }, later(2)),
    )
    return [Number(made?.flows), Number(made?.valuation.equity)]
  }
  expect(await books()).toEqual([10_000, 10_000])
  await read(later(2), { cash: '18000', positions: owed('110') })
  expect(await books()).toEqual([10_000, 9200])
})

test('what an activity does is booked as it takes place, and taken back where it is', async () => {
  const told = (status: string, more: Partial<BrokerActivity> = {}) => [
    activityOf('csd', 'CSD', { amount: '500', status }),
    activityOf('jnls', 'JNLS', { ticker: 'AAA', quantity: '1', price: '100', status, ...more }),
  ]
  await read(NOON, { cash: '10000' })
  await read(later(1), { cash: '10000', activities: told('pending') })
  for (const minute of [2, 3])
    await read(later(minute), { cash: '10500', activities: told('executed'), positions: one() })
  expect([await differences(), await holds(), await cash()]).toEqual([[], [], 10_500])
  expect(await held()).toEqual([['AAA', 1, 100]])
  // What was told before comes late, and changes nothing.
  await read(later(4), { cash: '10500', activities: told('pending'), positions: one() })
  for (const minute of [5, 6])
    await read(later(minute), { cash: '10000', activities: told('canceled', { quantity: '0' }) })
  expect([await differences(), await holds(), await cash()]).toEqual([[], [], 10_000])
  expect([await held(), await sums()]).toMatchObject([[], { cash: 10_000, transfers: 0 }])
  await read(later(7), { cash: '10000', activities: told('executed') })
  expect([await differences(), await cash()]).toEqual([[], 10_000])
})

test('the database refuses a transaction whose debits are not its credits (I5)', async () => {
  await read(NOON, { cash: '10000' })
  await expect(
    sql`insert into ledger_entries (transaction_id, at, book, debit) values ('t', ${NOON}, 'cash', 1)`,
  ).rejects.toThrow('debits that differ')
  await expect(admin`update ledger_entries set debit = debit + 1`).rejects.toThrow('append-only')
})
