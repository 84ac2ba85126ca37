/** lake-publisher, wired to the real world. */

import { openObjects } from '#shared/clients/objects/store.ts'
import { serveStage } from '#shared/queue/serve-stage.ts'
import { openStagePostgres } from '#shared/sql/open.ts'
import { lakePublisher } from './handler.ts'

const sql = openStagePostgres()

serveStage('lake-publisher', lakePublisher({ sql, objects: openObjects() }), { sql })
