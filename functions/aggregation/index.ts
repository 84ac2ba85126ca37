/** aggregation, wired to the real world. */

import { rules } from '#shared/domain/rules/versions.ts'
import { serveStage } from '#shared/queue/serve-stage.ts'
import { openStagePostgres } from '#shared/sql/open.ts'
import { aggregation } from './handler.ts'

serveStage('aggregation', aggregation(rules), { sql: openStagePostgres() })
