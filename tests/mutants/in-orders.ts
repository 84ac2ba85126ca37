/** Defects of the life of an order, from its judgement to its end. */

import type { Planted } from './planted.ts'

const LEAVE = 'functions/broker-adapter/leave.ts'
const LEAVING = 'tests/functions/broker-adapter/leave.test.ts'
const INTENT = 'functions/broker-adapter/intent.ts'
const HANDLER = 'tests/functions/broker-adapter/handler.test.ts'
const STATES = 'shared/domain/trading/order-state.ts'
const MOVES = 'tests/shared/domain/trading/order-state.test.ts'
const GUARDS = 'tests/shared/sql/trading/guards.test.ts'
const FOLLOW = 'tests/shared/sql/trading/follow.test.ts'

export const inOrders: readonly Planted[] = [
  {
    invariant: 'I9',
    says: 'an order that the checks refuse becomes an intent',
    file: INTENT,
    find: 'if (!verdict.passed) return refuse(',
    replace: 'if (verdict.code === "never") return refuse(',
    test: HANDLER,
  },
  {
    invariant: 'I10',
    says: 'an order is put to the broker under a new id each time',
    file: 'shared/clients/alpaca/client.ts',
    find: 'client_order_id: order.clientOrderId,',
    replace: 'client_order_id: `${order.clientOrderId}-${Math.random()}`,',
    test: HANDLER,
  },
  {
    invariant: 'I11',
    says: 'how trading stands is not asked as an order leaves',
    file: LEAVE,
    find: "if (!leave.ok) return kept(leave.code, leave.says, 'not held')",
    replace: '',
    test: LEAVING,
  },
  {
    invariant: 'I12',
    says: 'an order that ended goes on',
    file: STATES,
    find: 'if (isClosed(order.state)) return order.state',
    replace: '',
    test: MOVES,
  },
  {
    invariant: 'I13',
    says: 'an execution told twice is stored twice',
    file: 'shared/sql/trading/fills.ts',
    find: '      ${rows.map((row) => row.executionId)}::text[],',
    replace: '      ${rows.map((row) => `${row.executionId}-${now.getTime()}`)}::text[],',
    test: FOLLOW,
  },
  {
    invariant: 'I14',
    says: 'a status that nobody knows ends an order',
    file: STATES,
    find: "return Object.hasOwn(STATES, status) ? (STATES[status] ?? 'unknown') : 'unknown'",
    replace: "return Object.hasOwn(STATES, status) ? (STATES[status] ?? 'unknown') : 'canceled'",
    test: MOVES,
  },
  {
    invariant: 'I15',
    says: 'a sale leaves for more than is held by then',
    file: LEAVE,
    find: "if (new Big(order.quantity).gt(held)) return kept('exceeds_position', order.quantity, held)",
    replace: '',
    test: LEAVING,
  },
  {
    invariant: 'I16',
    says: 'an order may be for something else than was decided',
    file: 'migrations/0323-order-guards.sql',
    find: "if decided.action = 'skip'\n     or (decided.ticker, decided.side, decided.quantity) is distinct from (new.ticker, new.side, new.quantity) then",
    replace: 'if false then',
    test: GUARDS,
  },
  {
    invariant: 'I26',
    says: 'an entry leaves while the exchange is shut',
    file: LEAVE,
    find: "  const session = sessionAt(now)\n  if (!session) return kept('session_closed', 'closed', 'open')\n",
    replace: '',
    test: LEAVING,
  },
  {
    invariant: 'I29',
    says: 'an order is sent before anybody approved it',
    file: INTENT,
    find: "if (approval !== 'approved') {",
    replace: "if (approval === 'denied') {",
    test: HANDLER,
  },
  {
    invariant: 'I30',
    says: 'an approval holds though the order is another one by now',
    file: 'shared/sql/trading/approvals.ts',
    find: 'return sha256(JSON.stringify([decisionId, ticker, side, quantity, orderType, prices]))',
    replace: 'return sha256(JSON.stringify([decisionId, ticker, side]))',
    test: 'tests/services/risk-engine/approvals.test.ts',
  },
]
