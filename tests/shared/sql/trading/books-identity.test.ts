/** What the database refuses of the books, and that what an account did comes to the same however it is told. */

import { fc } from '@fast-check/vitest'
import { beforeEach, expect, test } from 'vitest'
import type {
  BrokerActivity,
  BrokerFill,
  BrokerState,
} from '#shared/domain/trading/broker-state.ts'
import { readOutsideFlows } from '#shared/sql/trading/accounts.ts'
import { readDayBaseline } from '#shared/sql/trading/day-pnl.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { NOON } from '../../../helpers/trading.ts'

const { sql: admin, as } = await cloneDatabase()
const sql = as('stonks_trading')
const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000)

const forget = () => admin`truncate order_fills, positions, broker_accounts, trading_holds,
  position_stop_levels, trading_decisions, corporate_actions, portfolio_snapshots cascade`
beforeEach(forget)

type Told = {
  cash: string
  fills?: BrokerFill[]
  activities?: BrokerActivity[]
  held?: Record<string, string>
}

const PRICES: Record<string, string> = { AAA: '100', BBB: '10', CCC: '20', DDD: '5' }

async function read(at: Date, { cash, fills = [], activities = [], held = {} }: Told) {
  const positions = Object.entries(held)
    .filter(([, quantity]) => quantity !== '0')
    .map(([ticker, quantity]) => ({ ticker, quantity, price: PRICES[ticker]! }))
  const account = { accountId: 'hand', status: 'ACTIVE', cash, equity: cash, buyingPower: cash }
  const state: BrokerState = { account, orders: [], fills, activities, positions }
  await sql.begin((tx) => recordBrokerState(tx, state, at))
}

const fillOf = (
  executionId: string,
  side: 'buy' | 'sell',
  quantity: string,
  price: string,
): BrokerFill => ({
  executionId,
  brokerOrderId: `o-${executionId}`,
  ticker: 'AAA',
  side,
  quantity,
  price,
  filledAt: later(1),
})
const activity = (type: string, amount: string, more: Partial<BrokerActivity> = {}) => ({
  activityId: `${type} ${more.ticker ?? ''}`,
  type,
  subType: '',
  status: 'executed',
  ticker: null,
  quantity: null,
  price: null,
  amount,
  at: later(1),
  told: { activity_type: type },
  ...more,
})

const begin = () => read(NOON, { cash: '10000', held: { BBB: '10' } })

test.each([
  'update broker_accounts set opened_with = opened_with + 0.000001',
  'update broker_accounts set transferred = transferred - 1',
  'update broker_accounts set earned = 5',
  'update broker_accounts set unexplained = 5',
  'update broker_accounts set begun_at = null',
  'update ledger_tickers set cash = cash + 1, realised = realised + 1',
  'update ledger_tickers set cost = cost + 1, realised = realised + 1',
  'update ledger_tickers set fees = fees + 1, realised = realised + 1',
  'update ledger_tickers set moved = moved + 1, realised = realised - 1',
  'update ledger_tickers set quantity = quantity + 1',
  'delete from ledger_tickers',
  'delete from ledger_lots',
  'update ledger_lots set cost = cost - 0.01',
  'update ledger_lots set quantity = quantity + 1',
  `insert into ledger_entries (transaction_id, at, book, debit, credit)
    values ('t', now(), 'cash', 1, 0), ('t', now(), 'transfers', 0, 1)`,
  `insert into ledger_entries (transaction_id, at, book, debit, credit)
    values ('t', now(), 'securities', 1, 0), ('t', now(), 'profit', 0, 1)`,
])('the database refuses books that are apart from their entries (I3, I5, I7): %s', async (odd) => {
  await begin()
  await read(later(2), {
    cash: '9900',
    fills: [fillOf('a', 'buy', '1', '100')],
    held: { AAA: '1', BBB: '10' },
  })
  await expect(admin.unsafe(odd)).rejects.toMatchObject({ code: '23514' })
  // What is right all the same is taken: nothing of it stayed.
  await read(later(3), { cash: '9900', held: { AAA: '1', BBB: '10' } })
})

/** All that an account did within a minute, which the broker tells in whatever order and pieces. */
const ALL: (BrokerFill | BrokerActivity)[] = [
  fillOf('f1', 'buy', '3', '100'),
  { ...fillOf('f2', 'sell', '1', '110.5'), filledAt: later(1.5) },
  activity('DIV', '1.25', { ticker: 'BBB' }),
  activity('FEE', '-0.07'),
  activity('INT', '0.13'),
  activity('CSD', '500'),
  activity('CSW', '-1200.5'),
  activity('JNL', '25', { activityId: 'JNLC', type: 'JNLC' }),
  activity('SPLIT', '0', { ticker: 'BBB', quantity: '10' }),
  activity('SPIN', '0', { ticker: 'CCC', quantity: '2' }),
  activity('MA', '30', { ticker: 'CCC', quantity: '-1', activityId: 'MA' }),
  activity('REORG', '0', { ticker: 'DDD', quantity: '1', price: '5' }),
  activity('ACATS', '0', { ticker: 'DDD', quantity: '4', price: '5' }),
  activity('FEE', '-9', { activityId: 'canceled', status: 'canceled' }),
]
/** 10000 − 300 + 110.5 + 1.25 − 0.07 + 0.13 + 500 − 1200.5 + 25 + 30 */
const AFTER = { cash: '9166.31', held: { AAA: '2', BBB: '20', CCC: '1', DDD: '5' } }

const isFill = (one: BrokerFill | BrokerActivity): one is BrokerFill => 'executionId' in one

async function tell(at: Date, some: readonly (BrokerFill | BrokerActivity)[]) {
  await read(at, {
    ...AFTER,
    fills: some.filter(isFill),
    activities: some.filter((one): one is BrokerActivity => !isFill(one)),
  })
}

async function books() {
  const [account] = await sql`
    select trim_scale(opened_with + transferred + earned + unexplained + (
        select sum(cash) from ledger_tickers)) as cash,
      trim_scale(transferred) as transferred, trim_scale(earned) as earned,
      trim_scale(unexplained) as unexplained from broker_accounts`
  return {
    account,
    tickers: [
      ...(await sql`select ticker, trim_scale(quantity) as quantity, trim_scale(cost) as cost,
        trim_scale(realised) as realised, trim_scale(moved) as moved from ledger_tickers
        where quantity <> 0 or realised <> 0 order by ticker`),
    ],
    books: [
      ...(await sql`select book, trim_scale(sum(debit - credit)) as sum from ledger_entries
        group by book having sum(debit - credit) <> 0 order by book`),
    ],
    activities: [...(await sql`select activity_id from account_activities order by activity_id`)],
    differences: [...(await sql`select what, ticker from account_differences`)],
    holds: [...(await sql`select code from trading_holds`)],
  }
}

async function inOrder() {
  await forget()
  await begin()
  await tell(later(2), ALL)
  await tell(later(3), ALL)
  return books()
}

test('activities of every kind, in any order, twice and in pieces, give the books they give in order once', async () => {
  const once = await inOrder()
  expect(once).toMatchObject({ account: { cash: '9166.31' }, differences: [], holds: [] })
  const pieces = fc.array(fc.array(fc.nat(ALL.length - 1), { maxLength: 6 }), { maxLength: 4 })
  const order = fc.shuffledSubarray(ALL, { minLength: ALL.length })
  await fc.assert(
    fc.asyncProperty(pieces, order, async (told, all) => {
      await forget()
      await begin()
      let minute = 2
      for (const some of told)
        await tell(
          later(minute++),
          some.map((index) => ALL[index]!),
        )
      await tell(later(minute++), all)
      await tell(later(minute++), [...all, ...all])
      expect(await books()).toEqual(once)
    }),
    { numRuns: 8 },
  )
}, 120_000)

test('what is paid out is no loss of the day', async () => {
  await begin()
  await sql`insert into portfolio_snapshots (taken_at, session_date, cash, positions_value, equity,
      realised_pnl, unrealised_pnl, active_pool, open_positions, highest_equity, flows)
    values (${later(-1440)}, '2024-05-31', 10000, 100, 10100, 0, 0, 10100, 1, 10100,
      ${await readOutsideFlows(sql)})`
  await read(later(2), {
    cash: '4000',
    held: { BBB: '10' },
    activities: [activity('CSW', '-6000')],
  })
  expect(await readDayBaseline(sql, '2024-06-03')).toBe('4100')
})
