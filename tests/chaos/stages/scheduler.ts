/** The product's relay and sweeper over the chaos stages, as the scheduler runs them. */

import { openLog } from '#shared/host/log.ts'
import { closeRedis, openRedis } from '#shared/queue/redis/connection.ts'
import { startRelay } from '#shared/queue/relay.ts'
import { startSweeper } from '#shared/queue/sweeper.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { chaosTable } from './table.ts'

const parts = { sql: openPostgres(), redis: openRedis(), log: openLog('chaos-scheduler') }
const running = [startRelay(parts), startSweeper({ ...parts, table: chaosTable })]

process.once('SIGTERM', () => {
  void Promise.all(running.map((part) => part.stop()))
    .then(() => Promise.all([closeRedis(parts.redis), parts.sql.end({ timeout: 1 })]))
    .then(() => process.exit(0))
})
