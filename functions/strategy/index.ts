/** strategy, wired to the real world. */

import { readEnv } from '#shared/host/env.ts'
import { serveStage } from '#shared/queue/serve-stage.ts'
import { openStagePostgres } from '#shared/sql/open.ts'
import { strategy } from './handler.ts'

const sql = openStagePostgres()

serveStage('strategy', strategy({ sql, folder: readEnv('STRATEGIES_DIR') }), { sql })
