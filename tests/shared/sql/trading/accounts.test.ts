import { expect, test } from 'vitest'
import type { BrokerFill } from '#shared/domain/trading/broker-state.ts'
import { readBook } from '#shared/sql/risk/book.ts'
import { openBreaker, readOpenBreakers } from '#shared/sql/risk/breakers.ts'
import { readCurrentAccountId, readDeposit } from '#shared/sql/trading/accounts.ts'
import { switchAccount } from '#shared/sql/trading/switch-account.ts'
import { decisionIdOf, saveDecision } from '#shared/sql/trading/decisions.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { readHoldings, readLedgerSums } from '#shared/sql/trading/holdings.ts'
import { readPositions } from '#shared/sql/trading/positions.ts'
import { addToReserve, readReserve } from '#shared/sql/trading/reserve.ts'
import { openDay, readHighestEquity, saveSnapshot } from '#shared/sql/trading/snapshots.ts'
import { resetBooks } from '#shared/sql/trading/reset-books.ts'
import { readStops, saveStop } from '#shared/sql/trading/stops.ts'
import { deriveId } from '#shared/host/ids.ts'
import { putOrder } from '../../../helpers/chain.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { NOON, seedRecommendation } from '../../../helpers/trading.ts'

const { sql } = await cloneDatabase()
const accountOf = (accountId: string, cash: string) => ({
  accountId,
  status: 'ACTIVE',
  cash,
  equity: cash,
  buyingPower: cash,
})
const bought: BrokerFill = {
  executionId: 'one',
  brokerOrderId: 'o-1',
  ticker: 'AAA',
  side: 'buy',
  quantity: '2',
  price: '100',
  filledAt: NOON,
}

/** A reading in which two shares are held, as the first account's and then another's. */
const read = (accountId: string, cash: string) =>
  sql.begin((tx) =>
    recordBrokerState(
      tx,
      {
        account: accountOf(accountId, cash),
        orders: [],
        positions: [{ ticker: 'AAA', quantity: '2', price: '100' }],
        fills: [bought],
      },
      NOON,
    ),
  )

/** All that rounds, orders and pages ask of the books. */
const books = async () => ({
  account: await readCurrentAccountId(sql),
  deposit: await readDeposit(sql),
  held: (await readHoldings(sql)).map(({ ticker, quantity }) => [ticker, Number(quantity)]),
  cash: Number((await readLedgerSums(sql)).cash),
  positions: (await readPositions(sql)).length,
  stops: (await readStops(sql)).size,
  reserve: Number(await readReserve(sql)),
  highest: Number(await readHighestEquity(sql, '0')),
  breakers: (await readOpenBreakers(sql, NOON)).length,
  equity: Number((await sql.begin((tx) => readBook(tx, NOON))).equity),
})

const clean = {
  held: [],
  cash: 0,
  positions: 0,
  stops: 0,
  reserve: 0,
  highest: 0,
  breakers: 0,
}

test('another account starts clean, the one before keeps its books, and neither reads the other', async () => {
  await read('first', '9800')
  await seedRecommendation(sql, { ticker: 'AAA' })
  await sql.begin(async (tx) => {
    await tx`
      insert into trading_decisions (decision_id, recommendation_id, ticker, decided_at, kind, action,
        code, side, quantity, checks, risk_tier)
      select recommendation_id, recommendation_id, 'AAA', ${NOON}, 'entry', 'act', 'entry', 'buy', 2,
        '[]', 'moderate' from recommendations`
    const [made] = await tx<{ decisionId: string }[]>`select decision_id from trading_decisions`
    const prices = { atr: '1', stopPrice: '98', target1: '103', target2: '105', trailingStop: null }
    const since = {
      placedAt: NOON,
      onDate: '2024-06-03',
      boughtExecution: 'one',
      basis: 'atr' as const,
    }
    const level = { ticker: 'AAA', decisionId: made!.decisionId, halfTaken: false, ...prices }
    await saveStop(tx, { ...level, ...since }, { isAnew: true }, NOON)
    await addToReserve(tx, { amount: '5', trigger: 'siphon', executionId: 'one' }, NOON)
    const money = { cash: '9800', positionsValue: '200', realised: '0', unrealised: '0' }
    const day = { sessionDate: '2024-06-03', openPositions: 1, reserve: '5' }
    await saveSnapshot(tx, { ...money, ...day }, NOON)
    await openDay(tx, { sessionDate: '2024-06-03', baseline: '10000', equity: '10000' })
    await openBreaker(tx, { breaker: 'manual', ticker: null, closesAt: null, numbers: {} }, NOON)
  })
  const first = await books()
  expect(first).toMatchObject({ account: 'first', held: [['AAA', 2]], equity: 10_000, reserve: 5 })

  // A key of another account: nothing is taken in of it, and it is written down once.
  await read('second', '1800')
  await read('second', '1800')
  expect(await books()).toEqual(first)
  expect(await sql`select entity_id from audit_events where action = 'account_changed'`).toEqual([
    { entityId: 'second' },
  ])

  expect(await sql.begin((tx) => switchAccount(tx, 'second', NOON))).toBe('first')
  expect(await books()).toMatchObject({ ...clean, account: 'second', equity: 1800 })
  // The same ids once more, as a broker may give them to each account.
  await read('second', '1800')
  expect(await books()).toMatchObject({ held: [['AAA', 2]], cash: -200, equity: 2000, stops: 0 })

  await sql.begin((tx) => switchAccount(tx, 'first', NOON))
  expect(await books()).toEqual(first)
  await expect(sql.begin((tx) => switchAccount(tx, 'unheard', NOON))).rejects.toThrow(
    'never told of it',
  )
  expect(await readCurrentAccountId(sql)).toBe('first')
})

const reset = () => sql.begin((tx) => resetBooks(tx, NOON))
const holds = async () =>
  (await sql`select code from trading_holds order by code`).map((row) => String(row['code']))

test('a reset makes what is current history, and the account that is told next begins clean', async () => {
  expect(await reset()).toEqual({ from: 'first', to: null, orders: 0, tranches: 0 })
  expect(await readCurrentAccountId(sql)).toBe('')
  expect(await holds()).toEqual(['account_reset'])
  expect(await reset()).toMatchObject({ from: '', to: null })

  // The broker still tells of the account that was left: it is not taken again.
  await read('first', '9800')
  expect(await readCurrentAccountId(sql)).toBe('')
  await read('third', '1000')
  expect(await books()).toMatchObject({
    account: 'third',
    held: [['AAA', 2]],
    reserve: 0,
    stops: 0,
  })
  expect(await holds()).toEqual([])
})

test('where the broker told of another account already, a reset trades with it at once', async () => {
  await read('fourth', '1500')
  expect(await holds()).toEqual(['account_changed'])
  expect(await reset()).toMatchObject({ from: 'third', to: 'fourth' })
  expect(await holds()).toEqual([])
  expect(await books()).toMatchObject({ ...clean, account: 'fourth' })
  await read('fourth', '1500')
  expect(await books()).toMatchObject({
    account: 'fourth',
    equity: 1700,
  })
})

test('an account that trades real money is never reset', async () => {
  await sql`update broker_accounts set mode = 'live' where is_current`
  await expect(reset()).rejects.toThrow('real money')
  expect(await readCurrentAccountId(sql)).toBe('fourth')
  await sql`update broker_accounts set mode = 'paper' where is_current`
})

test('each account decides on a recommendation by an id of its own', async () => {
  const recommendationId = await seedRecommendation(sql, { ticker: 'BBB' })
  const decide = async () => {
    const decisionId = await decisionIdOf(sql, recommendationId, 'entry')
    const made = { decisionId, recommendationId, ticker: 'BBB', kind: 'entry' as const }
    const skipped = { action: 'skip' as const, code: 'no_quote', side: 'buy' as const }
    const rest = { quantity: null, referencePrice: null, checks: [], sizing: {}, riskTier: '' }
    const row = { ...made, ...skipped, ...rest, ruleVersion: 'trading-2' }
    await sql.begin((tx) => saveDecision(tx, row, NOON))
    return decisionId
  }
  const mine = await decide()
  expect(await decide()).toBe(mine)
  await reset()
  await read('fifth', '1500')
  const other = await decide()
  expect(other).not.toBe(mine)
  expect(await decide()).toBe(other)
  expect(
    await sql`select account_id from trading_decisions where ticker = 'BBB' order by account_id`,
  ).toEqual([{ accountId: 'fifth' }, { accountId: 'fourth' }])
})

test.each([
  ['account_left', () => sql.begin((tx) => switchAccount(tx, 'second', NOON))],
  ['account_reset', reset],
])('%s: nothing stays under way in the account left', async (code, leave) => {
  await read('first', '10000')
  await sql`insert into broker_accounts (account_id, mode, status, cash, equity, buying_power, opened_with, synced_at)
    values ('second', 'paper', 'ACTIVE', 1, 1, 1, 1, ${NOON}) on conflict do nothing`
  const generatedAt = new Date(NOON.getTime() - code.length * 1000)
  const recommendationId = await seedRecommendation(sql, { ticker: 'AAA', generatedAt })
  const made = {
    kind: 'entry' as const,
    side: 'buy' as const,
    code: 'entry',
    ticker: 'AAA',
    now: NOON,
  }
  const decisionId = deriveId('under way', code)
  const orderId = await sql.begin((tx) =>
    putOrder(tx, { ...made, decisionId, recommendationId, checks: [] }),
  )
  await sql`insert into position_exits (ticker, code, state, since, updated_at)
    values (${code}, 'stop_loss', 'refused', ${NOON}, ${NOON})
    on conflict (account_id, ticker) do update set state = 'refused'`
  await sql`insert into approval_requests (approval_id, decision_id, order_hash, requested_at, expires_at)
    values (${decisionId}, ${decisionId}, '', ${NOON}, ${new Date(NOON.getTime() + 900_000)})`
  await leave()
  expect(await sql`select state, end_code from orders where order_id = ${orderId}`).toEqual([
    { state: 'canceled', endCode: code },
  ])
  expect(
    await sql`select detail from order_events where order_id = ${orderId} and event = 'canceled'`,
  ).toEqual([{ detail: { code } }])
  expect(await sql`select state, said from position_exits where ticker = ${code}`).toEqual([
    { state: 'done', said: code },
  ])
  expect(
    await sql`select status, note from approval_requests where decision_id = ${decisionId}`,
  ).toEqual([{ status: 'void', note: code }])
})
