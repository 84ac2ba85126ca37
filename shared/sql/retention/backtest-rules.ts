/** What goes of backtests when its window is over. */

import type { Db } from '../open.ts'
import type { Rule } from './batch.ts'

export const backtestRules = {
  // Its trades go with it.
  backtest_runs: {
    walks: { table: 'backtest_runs', time: 'asked_at', key: 'run_id' },
    keeps: (db: Db) => db`false`,
  },
} as const satisfies Record<string, Rule>
