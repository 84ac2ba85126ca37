/** chaos-second, wired to a real database. */

import { serveFunction } from '#shared/queue/serve-stage.ts'
import { openStagePostgres } from '#shared/sql/open.ts'
import { chaosHandler } from '../handler.ts'
import { chaosTable } from '../table.ts'

const sql = openStagePostgres()

serveFunction(
  chaosTable,
  'chaos-second',
  { chaos_second: chaosHandler('chaos-second', sql) },
  { sql },
)
