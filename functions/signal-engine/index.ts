/** signal-engine, wired to the real world. */

import { readLayerSettings } from '#shared/host/layer-settings.ts'
import { serveStage } from '#shared/queue/serve-stage.ts'
import { openStagePostgres } from '#shared/sql/open.ts'
import { signalEngine } from './handler.ts'

const sql = openStagePostgres()

serveStage('signal-engine', signalEngine({ sql, layers: readLayerSettings() }), { sql })
