/** The variables of strategies: how often they are asked, and where those of one's own are. */

import type { Variable } from './variables.ts'

export const strategyVariables = {
  STRATEGY_SECONDS: {
    default: '900',
    says: 'business seconds between two looks for tickers with new prices that strategies are asked about',
  },
  STRATEGIES_DIR: {
    default: '',
    says: 'folder with strategies of your own, a file each, which backtests and strategies in shadow ask; empty: none',
  },
} as const satisfies Record<string, Variable>
