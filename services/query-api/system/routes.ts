/** Answers about the installation, and the end of a service that is not to come back. */

import type { Answers } from '#shared/contracts/api/route.ts'
import type { systemRoutes } from '#shared/contracts/api/system.ts'
import { SILENT_MS } from '#shared/domain/liveness.ts'
import type { Clock } from '#shared/host/clock.ts'
import { Refusal } from '#shared/host/refusal.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import { keepChange } from '#shared/sql/access/keep-change.ts'
import { readInstances, retireService } from '#shared/sql/beats.ts'
import type { Sql } from '#shared/sql/open.ts'
import { searchLogs } from './logs.ts'
import { readSystem } from './system.ts'

/** Empty where it is not said. */
type Beside = { grafana: string; superset: string; logs: string; logsFolder: string }

export function answerSystem(parts: {
  sql: Sql
  redis: Redis
  clock: Clock
  beside?: Beside
}): Answers<typeof systemRoutes> {
  const { sql, clock } = parts
  const beside = parts.beside ?? { grafana: '', superset: '', logs: '', logsFolder: '' }
  return {
    'GET /api/system': () => readSystem(parts),
    'GET /api/beside': () =>
      Promise.resolve({
        grafana: beside.grafana || null,
        superset: beside.superset || null,
        logs: beside.logs || null,
        hasLogs: beside.logsFolder !== '',
      }),
    'GET /api/logs': ({ query }) => searchLogs(beside.logsFolder, query),
    'POST /api/services/:id/retire': (asked) =>
      sql.begin(async (tx) => {
        const service = asked.id
        if ((await retireService(tx, service, SILENT_MS)) > 0) {
          const told = { before: { missed: true }, after: { missed: false } }
          const why = { subject: service, reason: asked.body.reason, ...told }
          await keepChange(tx, asked, why, clock.now())
          return { service }
        }
        if ((await readInstances(tx)).some((one) => one.service === service))
          throw new Refusal(409, `${service} is heard: only what is silent is taken off`)
        return undefined
      }),
  }
}
