/** What goes of strategies in shadow when its window is over. */

import type { Db } from '../open.ts'
import type { Rule } from './batch.ts'

export const strategyRules = {
  strategy_outputs: {
    walks: { table: 'strategy_outputs', time: 'evaluated_at', key: 'output_id' },
    // What a trade that stands was decided by is followed from.
    keeps: (db: Db) => db`exists (select from strategy_trades t where t.ticker = row.ticker
      and t.state in ('waiting', 'open') and t.decided_on <= row.session_date)`,
  },
  strategy_trades: {
    walks: { table: 'strategy_trades', time: 'seen_at', key: 'trade_id' },
    keeps: (db: Db) => db`row.state in ('waiting', 'open')`,
  },
  learning_adjustments: {
    walks: { table: 'learning_adjustments', time: 'at', key: 'adjustment_id' },
    keeps: (db: Db) => db`false`,
  },
} as const satisfies Record<string, Rule>
