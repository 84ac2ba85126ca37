/** Defects of the books, of recovery and of what a decision may know. */

import type { Planted } from './planted.ts'

const EVALUATE = 'tests/shared/domain/risk/evaluate.test.ts'
const LEDGER = 'tests/shared/domain/ledger/ledger.test.ts'
const GUARDS = 'tests/shared/sql/trading/guards.test.ts'
const FOLLOW = 'tests/shared/sql/trading/follow.test.ts'

export const inBooks: readonly Planted[] = [
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
    find: 'equity: cash.plus(value).plus(owed).toFixed(),',
    replace: 'equity: cash.plus(cost).plus(owed).toFixed(),',
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
    find: 'if (due === null) continue',
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
