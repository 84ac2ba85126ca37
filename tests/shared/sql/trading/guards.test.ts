import { beforeAll, describe, expect, test } from 'vitest'
import { deriveId } from '#shared/host/ids.ts'
import type { Sql } from '#shared/sql/open.ts'
import { databaseRoles, type DatabaseRole } from '#shared/sql/schema/rights.ts'
import { putOrder } from '../../../helpers/chain.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { NOON, seedAccount, seedFill, seedRecommendation } from '../../../helpers/trading.ts'

const { sql, as } = await cloneDatabase()
const logins = new Map<DatabaseRole | 'owner', Sql>([
  ['owner', sql],
  // Who reads views alone has a password of its own elsewhere in the server of the tests.
  ...databaseRoles
    .filter((role) => role !== 'stonks_views')
    .map((role) => [role, as(role)] as const),
])

const made = { orderId: '', otherOrderId: '', approvalId: deriveId('approval') }
beforeAll(async () => {
  await seedAccount(sql, '10000')
  for (const [key, ticker] of [
    ['orderId', 'AAPL'],
    ['otherOrderId', 'MSFT'],
  ] as const) {
    const recommendationId = await seedRecommendation(sql, { ticker })
    made[key] = await sql.begin((tx) =>
      putOrder(tx, {
        ticker,
        decisionId: deriveId('decision', recommendationId, 'entry'),
        recommendationId,
        kind: 'entry',
        side: 'buy',
        code: 'entry',
        checks: [],
        now: NOON,
      }),
    )
  }
  await sql`update orders set state = 'partially_filled', filled_quantity = 0.1 where order_id = ${made.orderId}`
  await sql`update orders set state = 'canceled' where order_id = ${made.otherOrderId}`
  await seedFill(sql, { id: 'f1', ticker: 'AAPL', side: 'buy', quantity: '0.1', price: '100' })
  await sql`insert into reserve_pool_ledger (at, amount, balance_after, trigger_type, closing_execution_id)
    values (${NOON}, 5, 5, 'siphon', 'f1')`
  const skipped = deriveId('skipped')
  await sql`insert into trading_decisions (decision_id, ticker, decided_at, kind, action, code, side, quantity,
      checks, risk_tier, source, sizing)
    values (${skipped}, 'AAPL', ${NOON}, 'entry', 'act', 'manual_override', 'buy', 0.25, '[]', 'moderate', 'override', '{}')`
  await sql`insert into approval_requests (approval_id, decision_id, order_hash, requested_at, expires_at, requester_id)
    values (${made.approvalId}, ${skipped}, 'h', ${NOON}, ${new Date(NOON.getTime() + 900_000)}, 'ada')`
})

const columns = `order_id, decision_id, risk_evaluation_id, inputs_sha256, client_order_id, ticker, side, order_type,
  quantity, reference_price, intended_at`
/** A second order like the first, changed as said. */
const another = (change: Record<string, string>) => {
  const values = columns.split(/,\s*/).map((column) => change[column] ?? column)
  return `insert into orders (${columns}) select ${values.join(', ')} from orders where order_id = '%order'`
}
const approve = (set: string) =>
  `update approval_requests set ${set} where approval_id = '%approval'`

/** Invariants that the database holds, each with what would break it. */
const attempts: [string, string][] = [
  [
    'I1: a reserve that is not the sum of its entries',
    `insert into reserve_pool_ledger (at, amount, balance_after, trigger_type) values (now(), 1, 9, 'high_water')`,
  ],
  ['I1: an entry of the reserve changed', `update reserve_pool_ledger set amount = 6`],
  ['I1: an entry of the reserve taken away', `delete from reserve_pool_ledger`],
  [
    'I2: a balance that does not follow from the one before',
    `insert into reserve_pool_ledger (at, amount, balance_after, trigger_type) values (now(), -1, 5, 'high_water')`,
  ],
  [
    'I3: an equity that is not cash and holdings',
    `insert into portfolio_snapshots (taken_at, session_date, cash, positions_value, equity, realised_pnl, unrealised_pnl, active_pool, open_positions) values (now(), '2024-06-03', 1, 1, 3, 0, 0, 3, 0)`,
  ],
  [
    'I6: a profit shared twice',
    `insert into reserve_pool_ledger (at, amount, balance_after, trigger_type, closing_execution_id) values (now(), 5, 10, 'siphon', 'f1')`,
  ],
  [
    'I6: a share of no profit',
    `insert into reserve_pool_ledger (at, amount, balance_after, trigger_type) values (now(), 5, 10, 'siphon')`,
  ],
  [
    'I8: a quantity that is no number',
    `insert into positions (ticker, quantity, entry_price_avg, mark_price, marked_at, opened_at) values ('NAN', 'NaN', 1, 1, now(), now())`,
  ],
  [
    'I9: an order without an evaluation',
    another({
      order_id: 'gen_random_uuid()',
      decision_id: `(select decision_id from approval_requests)`,
      client_order_id: `'x1'`,
      risk_evaluation_id: 'gen_random_uuid()',
    }),
  ],
  [
    'I9: an order judged as another one',
    another({
      order_id: 'gen_random_uuid()',
      decision_id: `(select decision_id from approval_requests)`,
      client_order_id: `'x2'`,
    }),
  ],
  [
    'I9: an order judged on other inputs',
    another({
      order_id: 'gen_random_uuid()',
      decision_id: `(select decision_id from approval_requests)`,
      client_order_id: `'x3'`,
      inputs_sha256: `repeat('a', 64)`,
    }),
  ],
  [
    'I9: an order that was not decided',
    another({
      order_id: 'gen_random_uuid()',
      decision_id: 'gen_random_uuid()',
      client_order_id: `'x4'`,
    }),
  ],
  [
    'I9: an order of more than was decided',
    another({
      order_id: 'gen_random_uuid()',
      decision_id: `(select decision_id from approval_requests)`,
      client_order_id: `'x5'`,
      quantity: '99',
    }),
  ],
  [
    'I9: an order judged anew after it was stored',
    `update orders set risk_evaluation_id = (select risk_evaluation_id from orders where order_id = '%other'), inputs_sha256 = (select inputs_sha256 from orders where order_id = '%other') where order_id = '%order'`,
  ],
  ['I9: a verdict changed', `update risk_evaluations set passed = true, checks = '[]'`],
  [
    'I10: a second order of one decision',
    another({ order_id: 'gen_random_uuid()', client_order_id: `'x6'` }),
  ],
  [
    'I10: a second order of one id',
    another({
      order_id: 'gen_random_uuid()',
      decision_id: `(select decision_id from approval_requests)`,
    }),
  ],
  [
    'I12: what has ended goes on',
    `update orders set state = 'submitted' where order_id = '%other'`,
  ],
  [
    'I12: what has ended ends otherwise',
    `update orders set state = 'expired' where order_id = '%other'`,
  ],
  ['I12: filled and then not', `update orders set filled_quantity = 0 where order_id = '%order'`],
  [
    'I12: filled by more than was ordered',
    `update orders set filled_quantity = 7 where order_id = '%order'`,
  ],
  [
    'I12: filled in part, and called filled',
    `update orders set state = 'filled' where order_id = '%order'`,
  ],
  ['I12: back to an intent', `update orders set state = 'intent' where order_id = '%order'`],
  ['I12: a state nobody knows', `update orders set state = 'lost' where order_id = '%order'`],
  [
    'I12: another quantity than was judged',
    `update orders set quantity = 99 where order_id = '%order'`,
  ],
  [
    'I12: another price than was judged',
    `update orders set limit_price = 1, order_type = 'limit' where order_id = '%order'`,
  ],
  [
    'I13: an execution known twice',
    `insert into order_fills (execution_id, broker_order_id, ticker, side, quantity, price, filled_at, recorded_at) values ('f1', 'b', 'AAPL', 'buy', 1, 1, now(), now())`,
  ],
  ['I13: an execution changed', `update order_fills set quantity = 9`],
  ['I13: an execution taken away', `delete from order_fills`],
  [
    'I29: approved from the start',
    `insert into approval_requests (approval_id, decision_id, order_hash, requested_at, expires_at, status, reviewed_by) select gen_random_uuid(), decision_id, 'h', now(), now(), 'approved', 'x' from orders where order_id = '%order'`,
  ],
  [
    'I29: approved by who asked',
    approve(
      `status = 'approved', reviewed_by = 'ada', reviewer_id = 'ada', reviewed_at = requested_at`,
    ),
  ],
  ['I29: approved by nobody', approve(`status = 'approved'`)],
  [
    'I29: approved too late',
    approve(
      `status = 'approved', reviewed_by = 'bob', reviewer_id = 'bob', reviewed_at = expires_at`,
    ),
  ],
  ['I29: given more time', approve(`expires_at = expires_at + interval '1 day'`)],
  ['I30: bound to another order', approve(`order_hash = 'other'`)],
]

/** Refused by a right, or by a constraint: 42501 and class 23. */
const REFUSED = /^(42501|23\d{3}|22\w{3})$/

describe.each([...logins.keys()])('%s', (role) => {
  // A verdict is kept by the rights alone: no program may change one.
  const own = attempts.filter(([name]) => role !== 'owner' || name !== 'I9: a verdict changed')
  test.each(own)('cannot break %s', async (_, statement) => {
    const text = statement
      .replaceAll('%order', made.orderId)
      .replaceAll('%other', made.otherOrderId)
      .replaceAll('%approval', made.approvalId)
    const db = logins.get(role)!
    const outcome = await db
      .begin(async (tx) => {
        const { count } = await tx.unsafe(text)
        return `changed ${count}`
      })
      .catch((fault: { code?: string }) => String(fault.code))
    expect(outcome).toMatch(REFUSED)
  })
})

test('I16: an order is of what was decided, however it was judged', async () => {
  const order = (quantity: string) =>
    sql
      .begin(async (tx) => {
        const [judged] = await tx<{ riskEvaluationId: string }[]>`
          insert into risk_evaluations
          select (jsonb_populate_record(e, jsonb_build_object('risk_evaluation_id', gen_random_uuid(),
            'decision_id', a.decision_id))).*
          from risk_evaluations e join orders o using (risk_evaluation_id), approval_requests a
          where o.order_id = ${made.orderId}
          returning risk_evaluation_id`
        await tx.unsafe(
          another({
            order_id: 'gen_random_uuid()',
            decision_id: '(select decision_id from approval_requests)',
            client_order_id: `'x16'`,
            risk_evaluation_id: `'${judged?.riskEvaluationId}'`,
            quantity,
          }).replace('%order', made.orderId),
        )
        throw new Error('taken in')
      })
      .catch((fault: Error) => fault.message)
  expect(await order('0.25')).toBe('taken in')
  expect(await order('99')).toContain('is not what decision')
})

test('no role but the owner takes orders, verdicts or approvals away', async () => {
  for (const [role, db] of logins)
    if (role !== 'owner')
      for (const table of ['orders', 'approval_requests', 'trading_mode'])
        await expect(db.unsafe(`delete from ${table}`)).rejects.toMatchObject({ code: '42501' })
})

test('I8: money and quantities are exact decimals, wherever they are kept', async () => {
  const rows = await sql<{ at: string }[]>`
    select table_name || '.' || column_name as at from information_schema.columns
    where table_schema = 'public' and data_type in ('real', 'double precision')
      and column_name ~ '(price|quantity|amount|balance|cash|equity|value|fee|pnl|profit|cost)$'
      and table_name ~ '^(orders|order_|positions|position_|portfolio_|ledger_|reserve_|broker_|trading_|account_)'`
  expect(rows).toEqual([])
})
