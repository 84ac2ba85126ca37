/** Defects of the limits that an order is judged by. */

import type { Planted } from './planted.ts'

const CHECKS = 'shared/domain/risk/checks.ts'
const EVALUATE = 'tests/shared/domain/risk/evaluate.test.ts'
const LEAVE = 'functions/broker-adapter/leave.ts'
const LEAVING = 'tests/functions/broker-adapter/leave.test.ts'
const HANDLER = 'tests/functions/broker-adapter/handler.test.ts'

export const inLimits: readonly Planted[] = [
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
    file: 'shared/domain/trading/micro.ts',
    find: 'passed: count < microDailyMax,',
    replace: 'passed: true,',
    test: 'tests/services/trading-engine/micro.test.ts',
  },
  {
    invariant: 'I25',
    says: 'two orders are judged at once against the same book',
    file: 'shared/sql/trading/locks.ts',
    find: "await lock(tx, 'book')",
    replace: '',
    test: HANDLER,
  },
]
