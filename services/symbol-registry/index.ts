/** symbol-registry, wired to the real world. */

import { openApi } from '#shared/host/api/router.ts'
import { openSigned } from '#shared/host/api/signed.ts'
import { openClock } from '#shared/host/clock.ts'
import { openLog } from '#shared/host/log.ts'
import { runService } from '#shared/host/service.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { openBeats } from '#shared/sql/beats.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { openSchemaGate } from '#shared/sql/schema/gate.ts'
import { answerRegistry } from './routes.ts'

const log = openLog('symbol-registry')
const sql = openPostgres()
const clock = openClock()

runService({
  name: 'symbol-registry',
  beat: openBeats(sql, 'symbol-registry'),
  log,
  clock,
  schema: openSchemaGate(sql, log),
  fetch: openApi({
    service: 'symbol-registry',
    answers: answerRegistry({ sql, clock }),
    authenticate: openSigned(),
    keep: openKeep(sql, clock),
  }),
  parts: { PostgreSQL: () => sql`select 1` },
  close: () => sql.end({ timeout: 2 }),
})
