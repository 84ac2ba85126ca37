/** backtester, wired to the real world. */

import { serveStage } from '#shared/queue/serve-stage.ts'
import { openStagePostgres } from '#shared/sql/open.ts'
import { backtester } from './handler.ts'

const sql = openStagePostgres()

serveStage('backtester', backtester({ sql }), { sql })
