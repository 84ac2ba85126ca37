/** backtester, wired to the real world. */

import { readEnv } from '#shared/host/env.ts'
import { serveStage } from '#shared/queue/serve-stage.ts'
import { openStagePostgres } from '#shared/sql/open.ts'
import { backtester } from './handler.ts'

const sql = openStagePostgres()

serveStage('backtester', backtester({ sql, folder: readEnv('STRATEGIES_DIR') }), { sql })
