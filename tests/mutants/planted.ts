/**
 * One defect planted for each invariant of trading: what is changed where, and the test that must
 * notice. `missing` names what a release does not have yet, so that nothing can be planted in it.
 */

export type Planted = {
  invariant: string
  /** What is wrong with the product while it is planted. */
  says: string
  file: string
  /** Stands in the file exactly once. */
  find: string
  replace: string
  test: string
}

const CHECKS = 'shared/domain/risk/checks.ts'
const EVALUATE = 'tests/shared/domain/risk/evaluate.test.ts'
const LEAVE = 'functions/broker-adapter/leave.ts'
const LEAVING = 'tests/functions/broker-adapter/leave.test.ts'
const INTENT = 'functions/broker-adapter/intent.ts'
const HANDLER = 'tests/functions/broker-adapter/handler.test.ts'
const STATES = 'shared/domain/trading/order-state.ts'
const MOVES = 'tests/shared/domain/trading/order-state.test.ts'
const LEDGER = 'tests/shared/domain/ledger/ledger.test.ts'
const GUARDS = 'tests/shared/sql/trading/guards.test.ts'
const FOLLOW = 'tests/shared/sql/trading/follow.test.ts'

export const planted: readonly Planted[] = [
  {
    invariant: 'I1',
    says: 'an entry of the reserve may leave any balance',
    file: 'migrations/0285-accounts.sql',
    find: 'if new.balance_after <> balance + new.amount then',
    replace: 'if false then',
    test: GUARDS,
  },
  {
    invariant: 'I2',
    says: 'an entry of the reserve does not start from what the last one left',
    file: 'shared/sql/trading/reserve.ts',
    find: 'select ${now}, ${entry.amount}::numeric, balance + ${entry.amount}::numeric,',
    replace: 'select ${now}, ${entry.amount}::numeric, ${entry.amount}::numeric,',
    test: 'tests/services/trading-engine/round.test.ts',
  },
  {
    invariant: 'I3',
    says: 'equity counts what shares cost, not what they are worth',
    file: 'shared/domain/ledger/valuation.ts',
    find: 'equity: cash.plus(value).toFixed(),',
    replace: 'equity: cash.plus(cost).toFixed(),',
    test: 'tests/shared/domain/ledger/valuation.test.ts',
  },
  {
    invariant: 'I4',
    says: 'what is being sold is still free to be sold',
    file: 'shared/domain/risk/book.ts',
    find: 'return held.gt(leaving) ? held.minus(leaving) : new Big(0)',
    replace: 'return held',
    test: EVALUATE,
  },
  {
    invariant: 'I5',
    says: 'the database takes debits that are not their credits',
    file: 'migrations/0286-activities.sql',
    find: 'if apart <> 0 then',
    replace: 'if false then',
    test: FOLLOW,
  },
  {
    invariant: 'I6',
    says: 'the reserve has its share of a loss too',
    file: 'shared/domain/trading/reserve.ts',
    find: "if (compare(profit, 0) <= 0) return '0'",
    replace: "if (compare(profit, 0) === 0) return '0'",
    test: 'tests/shared/domain/trading/reserve.test.ts',
  },
  {
    invariant: 'I7',
    says: 'a sale adds to what is held',
    file: 'shared/domain/ledger/ledger.ts',
    find: 'quantity: before.quantity.plus(new Big(fill.quantity).times(sign)),',
    replace: 'quantity: before.quantity.plus(new Big(fill.quantity)),',
    test: LEDGER,
  },
  {
    invariant: 'I8',
    says: 'a position may be a number that is none',
    file: 'migrations/0323-order-guards.sql',
    find: "check ('NaN' not in (quantity, entry_price_avg, mark_price, realised_pnl)) not valid;",
    replace: 'check (true) not valid;',
    test: GUARDS,
  },
  {
    invariant: 'I9',
    says: 'an order that the checks refuse becomes an intent',
    file: INTENT,
    find: 'if (!verdict.passed) {',
    replace: 'if (verdict.code === "never") {',
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
    invariant: 'I17',
    says: 'a position on its way takes no place',
    file: CHECKS,
    find: 'const count = new Set([...exposure(book).map(({ ticker }) => ticker), order.ticker]).size',
    replace:
      'const count = new Set([...book.holdings.map(({ ticker }) => ticker), order.ticker]).size',
    test: EVALUATE,
  },
  {
    invariant: 'I18',
    says: 'a position may be worth anything',
    file: CHECKS,
    find: "return compared('position_value', value.toFixed(), limit, value.lte(limit))",
    replace: "return compared('position_value', value.toFixed(), limit, true)",
    test: EVALUATE,
  },
  {
    invariant: 'I19',
    says: 'what is being bought does not count against shares of the account',
    file: CHECKS,
    find: 'return sum(exposure(book).filter(isOfKind), worthOf).plus(added)',
    replace: 'return sum(book.holdings.filter(isOfKind), worthOf).plus(added)',
    test: EVALUATE,
  },
  {
    invariant: 'I20',
    says: 'a pool under its minimum goes on buying',
    file: 'shared/domain/trading/sizing-steps.ts',
    find: 'if (new Big(activePool).lt(poolMin)) {',
    replace: 'if (new Big(activePool).lt(0)) {',
    test: 'tests/shared/domain/trading/sizing.test.ts',
  },
  {
    invariant: 'I21',
    says: 'an engine that runs away is never held',
    file: 'shared/sql/risk/runaway.ts',
    find: 'if ((row?.refused ?? 0) < most) return',
    replace: 'if (most > 0) return',
    test: 'tests/functions/broker-adapter/runaway.test.ts',
  },
  {
    invariant: 'I22',
    says: 'an order leaves however far from the market it was priced',
    file: LEAVE,
    find: 'if (away.gt(limits.priceCollarPct))',
    replace: 'if (away.gt(1_000_000))',
    test: LEAVING,
  },
  {
    invariant: 'I23',
    says: 'the same order again a moment later is sent',
    file: 'shared/domain/risk/pace-checks.ts',
    find: 'same.ageSeconds >= duplicateSeconds,',
    replace: 'same.ageSeconds >= 0,',
    test: 'tests/shared/domain/risk/risk-2.test.ts',
  },
  {
    invariant: 'I24',
    says: 'micro-trades are not counted',
    file: 'services/trading-engine/micro.ts',
    find: 'passed: micro.count < microDailyMax,',
    replace: 'passed: true,',
    test: 'tests/services/trading-engine/micro.test.ts',
  },
  {
    invariant: 'I25',
    says: 'two orders are judged at once against the same book',
    file: 'shared/sql/trading/locks.ts',
    find: "await tx`select pg_advisory_xact_lock(hashtext('book'))`",
    replace: '',
    test: HANDLER,
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
  {
    invariant: 'I31',
    says: 'shares that the broker has otherwise are no difference',
    file: 'shared/domain/ledger/reconcile.ts',
    find: 'if (!new Big(mine).eq(told))',
    replace: "if (mine === 'never')",
    test: FOLLOW,
  },
  {
    invariant: 'I32',
    says: 'an activity told twice is booked twice',
    file: 'shared/sql/trading/activities.ts',
    find: 'if (stored.count === 0) continue',
    replace: '',
    test: FOLLOW,
  },
  {
    invariant: 'I33',
    says: 'fills add up in the order in which they became known',
    file: 'shared/domain/ledger/ledger.ts',
    find: 'for (const fill of [...once.values()].sort(compareFills)) {',
    replace: 'for (const fill of once.values()) {',
    test: LEDGER,
  },
  {
    invariant: 'I34',
    says: 'a breaker that stays until a person resets it is closed by the next look',
    file: 'shared/sql/risk/breakers.ts',
    find: "return db`reset_at is null and coalesce(closes_at, 'infinity') > ${now} and ${ofAccount(db)}`",
    replace: 'return db`reset_at is null and closes_at > ${now} and ${ofAccount(db)}`',
    test: 'tests/services/trading-engine/guards.test.ts',
  },
  {
    invariant: 'I36',
    says: 'a decision knows the close of the day it is made on',
    file: 'shared/sql/market/bars.ts',
    find: '      and session_date < ${newYorkDate(asOf)}::date\n',
    replace: '\n',
    test: 'tests/shared/sql/market/bars.test.ts',
  },
]

/** Invariants of parts that do not exist yet. */
export const missing: Readonly<Record<string, string>> = {
  I27: 'the gate of promotions',
  I28: 'breaking the glass of a promotion',
  I35: 'the backtest, whose signals must be the live ones',
}
