/** The page as its users meet it: built, served by query-api, over a database of fixture rows. */

import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openFolder } from '#shared/clients/objects/folder.ts'
import { childEnv } from '#shared/host/env.ts'
import { stageNames } from '#shared/pipeline.ts'
import { heldKeys, pendingKey, REPLICAS } from '#shared/queue/redis/keys.ts'
import type { Role } from '#shared/contracts/api/principal.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { closeRedis, openRedis } from '#shared/queue/redis/connection.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { freePorts } from '../../services/local/embedded/ports.ts'
import { startPostgres, throwaway } from '../../services/local/embedded/postgres.ts'
import { startRedis } from '../../services/local/embedded/redis.ts'
import { fillFixture } from '../services/query-api/fixture.ts'
import { NOW } from '../services/query-api/fixture-base.ts'
import { seedBacktest } from '../helpers/backtests.ts'
import { openLakeRig } from '../helpers/lake.ts'
import { seedReport } from '../helpers/reports.ts'
import { linkFor } from '../helpers/sign-in.ts'
import { ROOT, until } from './platform.ts'

export type PageServer = {
  /** By name: an address can have no passkeys. */
  url: string
  sql: Sql
  /** A fresh one-time link; `local operator` is an admin. */
  link(who?: { name: string; role: Role }): Promise<string>
  /** Has a service stand still (SIGSTOP), go on (SIGCONT) or die. */
  signal(service: string, signal: NodeJS.Signals): void
  stop(): Promise<void>
}

/**
 * Builds the page, boots a database and a Redis, and serves; `isFilled` false leaves them empty,
 * `isTraded` starts the trading engine and the risk engine beside it, which answer and do no rounds, and
 * `hasLake` has every row published to the lake.
 */
export async function startPage({
  isFilled,
  isTraded = false,
  hasLake = false,
}: {
  isFilled: boolean
  isTraded?: boolean
  hasLake?: boolean
}): Promise<PageServer> {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-page-'))
  const ports = await freePorts(6)
  const [postgresPort = 0, redisPort = 0, port = 0, registryPort = 0] = ports
  const [enginePort = 0, riskPort = 0] = ports.slice(4)
  const [postgres, redis] = await Promise.all([
    startPostgres(join(folder, 'data'), postgresPort, throwaway),
    startRedis(redisPort),
    build(join(folder, 'dist')),
  ])
  const sql = openPostgres(postgres.url, 2)
  await migrate(sql)
  if (isFilled) await fillFixture(sql, openFolder(join(folder, 'objects')))
  if (isFilled) await seedReport(sql)
  if (isFilled) await seedBacktest(sql)
  if (isFilled) await fillRedis(redis.url)
  if (hasLake) await openLakeRig(sql, sql, NOW, join(folder, 'objects')).flush()
  writeFileSync(join(folder, 'now'), NOW.toISOString())
  const named = new Map<string, ChildProcess>()
  const start = (name: string, its: Record<string, string>) => {
    const service = spawn(process.execPath, ['--no-warnings', `services/${name}/index.ts`], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: childEnv({
        SERVICE_SECRET: 'a secret of the tests, long enough',
        DATABASE_URL: postgres.url,
        LOG_LEVEL: 'warn',
        BUSINESS_CLOCK: `stepped:${join(folder, 'now')}`,
        ...its,
      }),
    })
    named.set(name, service)
    return service
  }
  const trading = isTraded
    ? [
        start('trading-engine', { PORT: String(enginePort) }),
        start('risk-engine', { PORT: String(riskPort) }),
      ]
    : []
  const services = [
    ...trading,
    start('symbol-registry', { PORT: String(registryPort) }),
    start('query-api', {
      PORT: String(port),
      REDIS_URL: redis.url,
      SYMBOL_REGISTRY_URL: `http://127.0.0.1:${registryPort}`,
      TRADING_ENGINE_URL: `http://127.0.0.1:${enginePort}`,
      RISK_ENGINE_URL: `http://127.0.0.1:${riskPort}`,
      OBJECTS_DIR: join(folder, 'objects'),
      DATA_LABEL: isFilled ? 'replay' : '',
      DASHBOARD_DIR: join(folder, 'dist'),
    }),
  ]
  const url = `http://localhost:${port}`
  const asked = isTraded ? [registryPort, enginePort, riskPort] : [registryPort]
  for (const ready of [url, ...asked.map((one) => `http://127.0.0.1:${one}`)])
    await until(ready, 60_000, async () => ((await fetch(`${ready}/ready`)).ok ? true : undefined))
  return {
    url,
    sql,
    link: (who) => linkFor(sql, url, who),
    signal: (service, signal) => void named.get(service)!.kill(signal),
    async stop() {
      const ended = services.map(
        (service) =>
          new Promise((resolve) => {
            if (service.exitCode !== null || service.signalCode !== null) resolve(undefined)
            service.once('close', resolve)
          }),
      )
      for (const service of services)
        for (const signal of ['SIGTERM', 'SIGCONT'] as const) service.kill(signal)
      await Promise.all(ended)
      await sql.end({ timeout: 2 })
      await Promise.all([postgres.stop('immediate'), redis.stop()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function fillRedis(url: string): Promise<void> {
  const redis = openRedis(url)
  await redis.rpush(pendingKey('aggregation'), '{}', '{}')
  await redis.zadd(heldKeys('aggregation').leases, 1, 'a')
  const replicas = stageNames.map((stage, place) => [stage, place < 4 ? 1 : 0])
  await redis.hset(REPLICAS, { ...Object.fromEntries(replicas), extractor: 3 })
  await closeRedis(redis)
}

async function build(folder: string): Promise<void> {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '--config', 'frontend/vite.config.ts', '--outDir', folder],
    { cwd: ROOT, env: { ...process.env, NODE_ENV: 'production' } },
  )
}
