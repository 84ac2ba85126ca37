/** Answers about strategies in shadow. */

import type { Answers } from '#shared/contracts/api/route.ts'
import type { strategyRoutes } from '#shared/contracts/api/strategies.ts'
import type { Sql } from '#shared/sql/open.ts'
import { tellStrategySetting } from '#shared/sql/strategy/setting.ts'
import { listStrategyOutputs } from './outputs.ts'
import { listStrategyTrades } from './trades.ts'

export function answerStrategies({ sql }: { sql: Sql }): Answers<typeof strategyRoutes> {
  return {
    'GET /api/strategy-setting': () => tellStrategySetting(sql),
    'GET /api/strategy-outputs': ({ query }) => listStrategyOutputs(sql, query),
    'GET /api/strategy-trades': ({ query }) => listStrategyTrades(sql, query),
  }
}
