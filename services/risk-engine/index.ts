/** risk-engine, wired to the real world: judges orders over HTTP, with the very checks that guard the broker. */

import { openApi } from '#shared/host/api/router.ts'
import { openSigned } from '#shared/host/api/signed.ts'
import { openClock } from '#shared/host/clock.ts'
import { readLayerSettings } from '#shared/host/layer-settings.ts'
import { openLog } from '#shared/host/log.ts'
import { runService } from '#shared/host/service.ts'
import { keepApprovals } from '#shared/queue/send-approved.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { openBeats } from '#shared/sql/beats.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { openSchemaGate } from '#shared/sql/schema/gate.ts'
import { readClosedLimits } from '#shared/sql/risk/limits.ts'
import { answerRisk } from './routes.ts'

/** How soon an approval that nobody gave has ended. */
const APPROVAL_SECONDS = 15

const log = openLog('risk-engine')
const sql = openPostgres()
const clock = openClock()

runService({
  name: 'risk-engine',
  beat: openBeats(sql, 'risk-engine'),
  log,
  clock,
  schema: openSchemaGate(sql, log),
  fetch: openApi({
    service: 'risk-engine',
    answers: answerRisk({ sql, clock, layers: readLayerSettings() }),
    authenticate: openSigned(),
    keep: openKeep(sql, clock),
  }),
  round: {
    seconds: APPROVAL_SECONDS,
    tick: async (now) => {
      await sql.begin((tx) => keepApprovals(tx, now))
    },
  },
  parts: { PostgreSQL: () => sql`select 1` },
  ready: async () => {
    await readClosedLimits(sql)
  },
  close: () => sql.end({ timeout: 2 }),
})
