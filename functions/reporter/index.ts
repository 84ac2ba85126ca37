/** reporter, wired to the real world. */

import { readNumber } from '#shared/host/env.ts'
import { serveStage } from '#shared/queue/serve-stage.ts'
import { openStagePostgres } from '#shared/sql/open.ts'
import { reporter } from './handler.ts'

const sql = openStagePostgres()

serveStage('reporter', reporter({ sql, cashRate: readNumber('CASH_RATE', 0) }), { sql })
