/** chaos-naive, wired to a real database. */

import { serveFunction } from '#shared/queue/serve-stage.ts'
import { openStagePostgres } from '#shared/sql/open.ts'
import { naiveHandler } from '../handler.ts'
import { chaosTable } from '../table.ts'

const sql = openStagePostgres()

serveFunction(chaosTable, 'chaos-naive', { chaos_naive: naiveHandler('chaos-naive', sql) }, { sql })
