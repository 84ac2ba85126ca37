/** chaos-first, wired to a real database. */

import { serveFunction } from '#shared/queue/serve-stage.ts'
import { openStagePostgres } from '#shared/sql/open.ts'
import { chaosHandler } from '../handler.ts'
import { chaosTable } from '../table.ts'

const sql = openStagePostgres()
const handler = chaosHandler('chaos-first', sql, 'chaos_second')

serveFunction(chaosTable, 'chaos-first', { chaos_first: handler, chaos_side: handler }, { sql })
