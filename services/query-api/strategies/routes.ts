/** Answers about strategies in shadow. */

import type { Answers } from '#shared/contracts/api/route.ts'
import type { strategyRoutes } from '#shared/contracts/api/strategies.ts'
import type { strategyWeightRoutes } from '#shared/contracts/api/strategy-weights.ts'
import type { Clock } from '#shared/host/clock.ts'
import type { Sql } from '#shared/sql/open.ts'
import { tellShadowSetting } from '#shared/sql/risk/shadow-setting.ts'
import { readStrategyBoard } from './board.ts'
import { listStrategyOutputs } from './outputs.ts'
import { listStrategyTrades } from './trades.ts'
import { readWeightsHistory, revertWeights } from './weights.ts'

type Parts = { sql: Sql; clock: Clock }

export function answerStrategies({
  sql,
  clock,
}: Parts): Answers<typeof strategyRoutes & typeof strategyWeightRoutes> {
  return {
    'GET /api/strategy-setting': () => tellShadowSetting(sql, 'strategies'),
    'GET /api/strategies': () => readStrategyBoard(sql, clock.now()),
    'GET /api/strategy-weights': () => readWeightsHistory(sql),
    'POST /api/strategy-weights/revert': (asked) =>
      sql.begin((tx) => revertWeights(tx, asked, clock.now())),
    'GET /api/strategy-outputs': ({ query }) => listStrategyOutputs(sql, query),
    'GET /api/strategy-trades': ({ query }) => listStrategyTrades(sql, query),
  }
}
