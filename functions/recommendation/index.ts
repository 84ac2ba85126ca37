/** recommendation, wired to the real world. */

import { serveStage } from '#shared/queue/serve-stage.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { handlers } from './handler.ts'

serveStage('recommendation', handlers, { sql: openPostgres() })
