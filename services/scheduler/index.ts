/** scheduler: rounds that make what is due into jobs, and the relay and sweeper that dispatch them. */

import { openObjects } from '#shared/clients/objects/store.ts'
import { openClock } from '#shared/host/clock.ts'
import { readNumber } from '#shared/host/env.ts'
import { messageOf } from '#shared/host/faults.ts'
import { openLog } from '#shared/host/log.ts'
import { closeRedis, openRedis, tellOutages } from '#shared/queue/redis/connection.ts'
import { startRelay } from '#shared/queue/relay.ts'
import { runService } from '#shared/host/service.ts'
import { startSweeper } from '#shared/queue/sweeper.ts'
import { mirrorSwitch, readPipeline } from '#shared/queue/switch.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { runRound } from './round.ts'

/** A Redis that is away must not hold up rounds: PostgreSQL is the record. */
const MIRROR_MS_MAX = 1_000

const log = openLog('scheduler')
const sql = openPostgres()
const redis = openRedis()
tellOutages(redis, log)
const relay = startRelay({ sql, redis, log })
const sweeper = startSweeper({ sql, redis, log })
const deps = {
  sql,
  objects: openObjects(),
  aggregationSeconds: readNumber('AGGREGATION_SECONDS', 1),
  textMax: readNumber('EXTRACTION_TEXT_MAX', 1),
}

let mirroring: Promise<void> | undefined

async function mirror(): Promise<void> {
  mirroring ??= mirrorSwitch({ sql, redis })
    .catch((fault: unknown) =>
      log.warn({ err: fault }, `the switch is not mirrored: ${messageOf(fault)}`),
    )
    .finally(() => {
      mirroring = undefined
    })
  const deadline = new Promise<void>((resolve) => setTimeout(resolve, MIRROR_MS_MAX).unref())
  await Promise.race([mirroring, deadline])
}

runService({
  name: 'scheduler',
  log,
  clock: openClock(),
  round: {
    seconds: readNumber('SCHEDULER_SECONDS', 0.01),
    async tick(now) {
      const [control] = await Promise.all([readPipeline(sql), mirror()])
      if (!control.enabled) return
      const report = await runRound(deps, now)
      if (Object.values(report).some((count) => count > 0))
        log.info({ ...report, now }, 'jobs scheduled')
    },
  },
  async ready() {
    await sql`select 1`
  },
  async close() {
    await Promise.all([relay.stop(), sweeper.stop()])
    await Promise.all([sql.end({ timeout: 2 }), closeRedis(redis)])
  },
})
