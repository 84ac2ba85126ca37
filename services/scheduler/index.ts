/** scheduler: rounds of duties, and the loops that dispatch what comes of them. */

import { openObjects } from '#shared/clients/objects/store.ts'
import { openClock } from '#shared/host/clock.ts'
import { readEnv, readNumber } from '#shared/host/env.ts'
import { openLog } from '#shared/host/log.ts'
import { closeRedis, openRedis, tellOutages } from '#shared/queue/redis/connection.ts'
import { startLakeHandOut } from '#shared/queue/lake.ts'
import { startRelay } from '#shared/queue/relay.ts'
import { runService } from '#shared/host/service.ts'
import { startSweeper } from '#shared/queue/sweeper.ts'
import { mirrorSwitch, readPipeline } from '#shared/queue/switch.ts'
import { openBeats } from '#shared/sql/beats.ts'
import { openPostgres, openStagePostgres } from '#shared/sql/open.ts'
import { openSchemaGate } from '#shared/sql/schema/gate.ts'
import { keepDuties } from '#shared/sql/schedule/duties.ts'
import { openDuties } from './duties.ts'
import { readWindows } from '#shared/sql/retention/windows.ts'
import { LOOPS, reportLoop } from './loop-report.ts'
import { runRound } from './round.ts'

const log = openLog('scheduler')
const clock = openClock()
const sql = openPostgres()
/** The relay runs a few statements for every job, as a stage does, in one place after another. */
const relaySql = openStagePostgres(undefined, 2)
const redis = openRedis()
tellOutages(redis, log)
const schema = openSchemaGate(sql, log)
const dispatch = { sql, redis, log, needs: schema.pass }
const relay = startRelay({
  ...dispatch,
  sql: relaySql,
  report: reportLoop({ sql, clock }, LOOPS.relay),
})
const sweeper = startSweeper({ ...dispatch, report: reportLoop({ sql, clock }, LOOPS.sweeper) })
const lake = startLakeHandOut({
  ...dispatch,
  clock,
  report: reportLoop({ sql, clock }, LOOPS.lake),
})

let mirroring: Promise<void> | undefined
/** One at a time: while Redis is away, what waits for it must not pile up. */
function mirror(): Promise<void> {
  mirroring ??= mirrorSwitch({ sql, redis }).finally(() => {
    mirroring = undefined
  })
  return mirroring
}

const duties = openDuties({
  sql,
  mirror,
  objects: openObjects(),
  failuresMax: readNumber('COMPETITIVE_PROPAGATION_FAILURE_THRESHOLD', 1),
  aggregationSeconds: readNumber('AGGREGATION_SECONDS', 1),
  engineSeconds: readNumber('SIGNAL_ENGINE_SECONDS', 1),
  strategySeconds: readNumber('STRATEGY_SECONDS', 1),
  strategiesDir: readEnv('STRATEGIES_DIR'),
  textMax: readNumber('EXTRACTION_TEXT_MAX', 1),
  windows: readWindows(readEnv('RETENTION_DAYS')),
})
let isTidied = false

runService({
  name: 'scheduler',
  beat: openBeats(sql, 'scheduler'),
  log,
  clock,
  schema,
  round: {
    seconds: readNumber('SCHEDULER_SECONDS', 0.01),
    // Its duties come one after the other, and each may take its own time.
    secondsMax: 180,
    async tick(now) {
      if (!isTidied)
        await keepDuties(sql, [...duties.map(({ name }) => name), ...Object.keys(LOOPS)])
      isTidied = true
      const { enabled } = await readPipeline(sql)
      const { did, failed } = await runRound({ sql, log, duties }, now, enabled)
      if (Object.keys(did).length > 0) log.info({ ...did, failed, now }, 'jobs scheduled')
    },
  },
  parts: { PostgreSQL: () => sql`select 1`, Redis: () => redis.ping() },
  async close() {
    await Promise.all([relay.stop(), sweeper.stop(), lake.stop()])
    await Promise.all([sql.end({ timeout: 2 }), relaySql.end({ timeout: 2 }), closeRedis(redis)])
  },
})
