/** broker-sync, wired to the real world. */

import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { serveStage } from '#shared/queue/serve-stage.ts'
import { openStagePostgres } from '#shared/sql/open.ts'
import { brokerSync } from './handler.ts'

const sql = openStagePostgres()

serveStage('broker-sync', brokerSync({ sql, alpaca: openAlpaca() }), { sql })
