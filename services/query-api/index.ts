/** query-api, wired to the real world: the operators' page and the API behind it. */

import { openObjects } from '#shared/clients/objects/store.ts'
import { openLakeEngine, openTrinoEngine } from '#shared/explain/ask-lake.ts'
import { openLimits } from '#shared/host/api/limits.ts'
import { openClock } from '#shared/host/clock.ts'
import { readEnv, readNumber } from '#shared/host/env.ts'
import { readLayerSettings } from '#shared/host/layer-settings.ts'
import { openLog } from '#shared/host/log.ts'
import { closeRedis, openRedis } from '#shared/queue/redis/connection.ts'
import { readServiceSecret } from '#shared/host/signature.ts'
import { runService } from '#shared/host/service.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { openBeats } from '#shared/sql/beats.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { openSchemaGate } from '#shared/sql/schema/gate.ts'
import { compressed } from './front/compress.ts'
import { withDeltas } from './front/deltas.ts'
import { openPassOn } from './front/pass-on.ts'
import { openAuthenticate, openRenewing, openStillIn } from './access/authenticate.ts'
import { openAccess } from './access/open.ts'
import { readTopicMarks } from './live/topic-marks.ts'
import { openLive } from './live/stream.ts'
import { startAlerts } from './alerts/keep.ts'
import { openMetrics, openSamples } from './metrics/scrape.ts'
import { servePage } from './page.ts'
import { answerAll, routes } from './routes.ts'

const log = openLog('query-api')
const sql = openPostgres()
const redis = openRedis()
const clock = openClock()
const access = openAccess(sql, clock, log)
const live = openLive({ read: () => readTopicMarks(sql), isStillIn: openStillIn(access), log })
const watched = {
  sql,
  redis,
  clock,
  log,
  brokerMode: readEnv('BROKER_MODE'),
  depthLimit: readNumber('HIGH_WATER', 1),
}
const metrics = openMetrics(watched)

const fetch = routes({
  answers: answerAll({
    access,
    sql,
    redis,
    clock,
    objects: openObjects(),
    brokerMode: readEnv('BROKER_MODE'),
    dataLabel: readEnv('DATA_LABEL'),
    live: (by, after) => live.open(by, after),
    cashRate: readNumber('CASH_RATE', 0),
    metrics,
    beside: {
      grafana: readEnv('GRAFANA_URL'),
      superset: readEnv('SUPERSET_URL'),
      logs: readEnv('LOGS_URL'),
      logsFolder: readEnv('LOGS_DIR'),
    },
    layers: readLayerSettings(),
    lake: {
      engines: [openLakeEngine(sql), openTrinoEngine()].filter((engine) => engine !== undefined),
      seconds: readNumber('LAKE_QUERY_SECONDS', 1),
      memoryMb: readNumber('LAKE_QUERY_MB', 64),
      parallel: readNumber('LAKE_QUERY_PARALLEL', 1),
    },
  }),
  keep: openKeep(sql, clock),
  limits: openLimits(),
  passOn: openPassOn({
    secret: readServiceSecret(),
    urls: {
      'symbol-registry': readEnv('SYMBOL_REGISTRY_URL'),
      'trading-engine': readEnv('TRADING_ENGINE_URL'),
      'risk-engine': readEnv('RISK_ENGINE_URL'),
    },
  }),
  authenticate: openAuthenticate(access),
  renewing: openRenewing(access),
  page: servePage(readEnv('DASHBOARD_DIR')),
})

process.once('SIGTERM', () => live.stop())
process.once('SIGINT', () => live.stop())

// A replay is the same every time: nothing of it runs by itself.
const alerts =
  clock.mode === 'stepped' ? undefined : startAlerts({ ...watched, samples: openSamples(watched) })

runService({
  name: 'query-api',
  beat: openBeats(sql, 'query-api'),
  isFront: true,
  log,
  clock,
  schema: openSchemaGate(sql, log),
  fetch: compressed(withDeltas(fetch)),
  parts: { PostgreSQL: () => sql`select 1`, Redis: () => redis.ping() },
  close: async () => {
    await alerts?.stop()
    await sql.end({ timeout: 2 })
    await closeRedis(redis)
  },
})
