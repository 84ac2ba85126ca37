/** Answers about trends, the layers that speak in them, and recommendations. */

import type { Answers } from '#shared/contracts/api/route.ts'
import type { signalEngineRoutes } from '#shared/contracts/api/signal-engine.ts'
import type { signalRecordRoutes } from '#shared/contracts/api/signal-records.ts'
import type { signalRoutes } from '#shared/contracts/api/signals.ts'
import { layerDefaults, type Layers } from '#shared/domain/signal/layers.ts'
import type { Clock } from '#shared/host/clock.ts'
import type { Sql } from '#shared/sql/open.ts'
import { tellLayers } from '#shared/sql/signals/layer-settings.ts'
import { readBriefPage } from './brief-page.ts'
import { tellEngineStanding } from './engine-standing.ts'
import { listEngineOutputs, readEngineHistory } from './engine-outputs.ts'
import { totalRecommendations, listRecommendations } from './recommendations.ts'
import {
  listCompetitiveSignals,
  listMacroImpacts,
  listTrendProjections,
  listTrendHistory,
} from './records.ts'
import { listTrends } from './trends.ts'

type Parts = {
  sql: Sql
  clock: Clock
  /** As they stand where no person said otherwise. */
  layers?: Layers
}

export function answerSignals({
  sql,
  clock,
  layers = layerDefaults,
}: Parts): Answers<typeof signalRoutes & typeof signalRecordRoutes & typeof signalEngineRoutes> {
  return {
    'GET /api/layers': () => tellLayers(sql, layers),
    'GET /api/signal-engine-setting': () => tellEngineStanding(sql, clock.now()),
    'GET /api/signal-engine': ({ query }) => listEngineOutputs(sql, query),
    'GET /api/signal-engine/:id': ({ id }) => readEngineHistory(sql, id),
    'GET /api/trends': ({ query }) => listTrends(sql, query),
    'GET /api/trend-history': ({ query }) => listTrendHistory(sql, query),
    'GET /api/trend-projections': ({ query }) => listTrendProjections(sql, query),
    'GET /api/macro-impacts': ({ query }) => listMacroImpacts(sql, query),
    'GET /api/competitive-signals': ({ query }) => listCompetitiveSignals(sql, query),
    'GET /api/totals/recommendations': ({ query }) => totalRecommendations(sql, query),
    'GET /api/recommendations': ({ query }) => listRecommendations(sql, query),
    'GET /api/recommendations/:id': ({ id }) => readBriefPage(sql, id),
  }
}
