/** broker-adapter, wired to the real world. */

import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { openClock } from '#shared/host/clock.ts'
import { readEnv, readNumber } from '#shared/host/env.ts'
import { serveStage } from '#shared/queue/serve-stage.ts'
import { openStagePostgres } from '#shared/sql/open.ts'
import { brokerAdapter } from './handler.ts'

const sql = openStagePostgres()
const handlers = brokerAdapter({
  sql,
  alpaca: openAlpaca(),
  deployStage: readEnv('DEPLOY_STAGE'),
  rules,
  graceSeconds: readNumber('ORDER_GRACE_SECONDS', 1),
  isReplay: openClock().mode === 'stepped',
})

serveStage('broker-adapter', handlers, { sql })
