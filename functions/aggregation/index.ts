/** aggregation, wired to the real world. */

import { rules } from '#shared/domain/rules/versions.ts'
import { readNumber } from '#shared/host/env.ts'
import { readCompetitiveSettings, readLayerSettings } from '#shared/host/layer-settings.ts'
import { serveStage } from '#shared/queue/serve-stage.ts'
import { openStagePostgres } from '#shared/sql/open.ts'
import { aggregation } from './handler.ts'

serveStage(
  'aggregation',
  aggregation(rules, {
    layers: readLayerSettings(),
    competitive: readCompetitiveSettings(),
    projectionConfidenceMin: readNumber('PROJECTION_CONFIDENCE_THRESHOLD'),
  }),
  { sql: openStagePostgres() },
)
