/** The installation as it is: its programs, its stores, how far the lake is behind. */

import { TABLES_MAX, type SystemPage, type SystemService } from '#shared/contracts/api/system.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { judgeLiveness, speakerOf } from '#shared/domain/liveness.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import { readInstances, type HeardInstance } from '#shared/sql/beats.ts'
import { readLakeLag } from '#shared/sql/lake/delays.ts'
import type { Db, Sql } from '#shared/sql/open.ts'

type Told = Served<SystemPage>

export async function readSystem({ sql, redis }: { sql: Sql; redis: Redis }): Promise<Told> {
  const [instances, database, memory, lakeBehindSeconds] = await Promise.all([
    readInstances(sql),
    readDatabase(sql),
    readMemory(redis),
    readLakeLag(sql),
  ])
  const services = Map.groupBy(instances, ({ service }) => service)
  return {
    services: [...services].map(([service, of]) => viewService(service, of)),
    database,
    redis: memory,
    lakeBehindSeconds,
  }
}

function viewService(service: string, instances: readonly HeardInstance[]): Served<SystemService> {
  return {
    service,
    state: judgeLiveness(speakerOf(instances)).state,
    instances: instances.map((one) => ({
      instance: one.instance,
      revision: one.revision,
      startedAt: one.startedAt,
      beatAt: one.at,
      roundAt: one.roundAt,
      lagMs:
        one.everyMs === null || one.sinceRoundMs === null
          ? null
          : Math.max(0, Math.round(one.sinceRoundMs - one.everyMs)),
      state: judgeLiveness(one).state,
      failures: one.failures,
      said: one.said,
    })),
  }
}

async function readDatabase(db: Db): Promise<Told['database']> {
  const [[size], tables] = await Promise.all([
    db<{ bytes: number }[]>`select pg_database_size(current_database())::double precision as bytes`,
    db<Told['database']['tables']>`
      select relname as table, pg_total_relation_size(c.oid)::double precision as bytes,
        nullif(reltuples, -1)::double precision as rows
      from pg_class c join pg_namespace n on n.oid = relnamespace
      where nspname = 'public' and relkind = 'r' order by bytes desc, relname limit ${TABLES_MAX}`,
  ])
  return { bytes: size?.bytes ?? 0, tables }
}

const PATIENCE_MS = 1_000

/** Null where Redis does not answer soon, or does not say. */
async function readMemory(redis: Redis): Promise<Told['redis']> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS)
  })
  const text = await Promise.race([redis.info('memory').catch(() => null), late])
  clearTimeout(timer)
  const numberOf = (name: string) => {
    const [, digits] = new RegExp(`^${name}:(\\d+)`, 'm').exec(text ?? '') ?? []
    return digits === undefined ? undefined : Number(digits)
  }
  const bytes = numberOf('used_memory')
  return bytes === undefined ? null : { bytes, limitBytes: numberOf('maxmemory') || null }
}
