/** symbol-registry, wired to the real world. */

import { openClock } from '#shared/host/clock.ts'
import { openLog } from '#shared/host/log.ts'
import { runService } from '#shared/host/service.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { routes } from './routes.ts'

const sql = openPostgres()

runService({
  name: 'symbol-registry',
  log: openLog('symbol-registry'),
  clock: openClock(),
  fetch: routes(sql),
  parts: { PostgreSQL: () => sql`select 1` },
  ready: async () => {
    await sql`select 1`
  },
  close: () => sql.end({ timeout: 2 }),
})
