/** A whole little system of real processes, each of which may be killed and comes back. */

import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { childEnv } from '#shared/host/env.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { closeRedis, openRedis, type Redis } from '#shared/queue/redis/connection.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { claimBlock, freePorts } from '../../services/local/embedded/ports.ts'
import { startPostgres, type Postgres } from '../../services/local/embedded/postgres.ts'
import { drawSecret } from '../../services/local/embedded/draw-secret.ts'
import { drawPasswords, startRedis, type RedisServer } from '../../services/local/embedded/redis.ts'
import { chaosSchema, chaosTable } from './stages/table.ts'

/** Short, so that a run takes seconds; the proportions are the product's. */
const SETTINGS = {
  LEASE_SECONDS: '2',
  REAPER_SECONDS: '0.25',
  SWEEP_AGE_SECONDS: '3',
  SWEEP_SECONDS: '1',
  LOG_LEVEL: 'info',
  POSTGRES_POOL: '8',
}
/** A process may die, its log may not; commits survive a crash of the server. */
const POSTGRES = { fsync: 'off', full_page_writes: 'off' }
const PARTS = {
  scheduler: 'stages/scheduler.ts',
  pump: 'stages/pump.ts',
  first: 'stages/first/index.ts',
  second: 'stages/second/index.ts',
  naive: 'stages/naive/index.ts',
  lpop: 'controls/lpop.ts',
} as const

export type PartName = keyof typeof PARTS

export type Rig = {
  sql: Sql
  redis: Redis
  redisKind: string
  folder: string
  /** Base address of a stage's function. */
  urlOf(stage: keyof typeof chaosTable.stages): string
  pumpUrl(): string
  /** Starts a part, `copies` times; each comes back when it dies. */
  start(part: PartName, copies?: number, settings?: Record<string, string>): void
  /** Kills one process of a part; false when none runs just now. */
  kill(part: PartName, choice?: number): boolean
  /** Ends all of a part for good with SIGTERM; gives their exit codes. */
  drain(part: PartName): Promise<(number | null)[]>
  killRedis(): Promise<void>
  restartPostgres(): Promise<void>
  /** Last lines of a part's log. */
  log(part: PartName): string
  close(): Promise<void>
}

type Kept = {
  part: PartName
  child: ChildProcess | undefined
  wanted: boolean
  gone: Promise<number | null>
}

export async function openRig(settings: Record<string, string> = {}): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-chaos-'))
  const [postgresPort, redisPort, pumpPort] = (await freePorts(3)) as [number, number, number]
  const stages = Object.keys(chaosTable.stages)
  const { first: base } = await claimBlock(stages.length)
  const password = drawSecret()
  const openPostgresServer = () =>
    startPostgres(join(folder, 'data'), postgresPort, POSTGRES, { password })
  let postgres: Postgres = await openPostgresServer()
  const passwords = drawPasswords()
  const openRedisServer = () => startRedis(redisPort, { passwords })
  let server: RedisServer = await openRedisServer()
  const sql = openPostgres(postgres.url, 4)
  await migrate(sql)
  await sql.unsafe(chaosSchema)
  const redis = openRedis(server.url)
  const env = childEnv({
    ...SETTINGS,
    ...settings,
    DATABASE_URL: postgres.url,
    REDIS_URL: server.url,
    SERVICE_SECRET: randomBytes(32).toString('hex'),
    FUNCTION_URL: 'http://127.0.0.1:{port}',
    FUNCTION_PORT_BASE: String(base),
  })
  const kept: Kept[] = []
  const portOf = (stage: string) => base + stages.indexOf(stage)
  const ports: Partial<Record<PartName, number>> = {
    first: portOf('chaos-first'),
    second: portOf('chaos-second'),
    naive: portOf('chaos-naive'),
    pump: pumpPort,
  }
  const launch = (one: Kept, port: number, more: Record<string, string>) => {
    const out = openSync(join(folder, `${one.part}.log`), 'a')
    const child = spawn(
      process.execPath,
      ['--no-warnings', fileURLToPath(new URL(PARTS[one.part], import.meta.url))],
      {
        env: { ...env, ...more, PORT: String(port) },
        stdio: ['ignore', out, out],
      },
    )
    closeSync(out)
    one.child = child
    one.gone = new Promise((resolve) => {
      child.once('exit', (code) => {
        one.child = undefined
        resolve(code)
        if (one.wanted) launch(one, port, more)
      })
    })
  }
  const alive = (part: PartName) => kept.filter((one) => one.part === part && one.child)

  return {
    sql,
    redis,
    folder,
    redisKind: server.kind,
    urlOf: (stage) => `http://127.0.0.1:${portOf(stage)}`,
    pumpUrl: () => `http://127.0.0.1:${pumpPort}`,
    start(part, copies = 1, more = {}) {
      for (let copy = 0; copy < copies; copy++) {
        const one: Kept = { part, child: undefined, wanted: true, gone: Promise.resolve(null) }
        kept.push(one)
        launch(one, copy === 0 ? (ports[part] ?? 0) : 0, more)
      }
    },
    kill(part, choice = 0) {
      const candidates = alive(part)
      return candidates[choice % candidates.length]?.child?.kill('SIGKILL') ?? false
    },
    async drain(part) {
      const ending = kept.filter((one) => one.part === part && one.wanted)
      for (const one of ending) {
        one.wanted = false
        one.child?.kill('SIGTERM')
      }
      return Promise.all(ending.map(({ gone }) => gone))
    },
    async killRedis() {
      server.process.kill('SIGKILL')
      await server.stop()
      await sleep(100)
      server = await openRedisServer()
    },
    async restartPostgres() {
      await postgres.stop('immediate')
      postgres = await openPostgresServer()
    },
    log: (part) => readFileSync(join(folder, `${part}.log`), 'utf8').slice(-4_000),
    async close() {
      for (const one of kept) {
        one.wanted = false
        one.child?.kill('SIGKILL')
      }
      await Promise.all(kept.map(({ gone }) => gone))
      await closeRedis(redis)
      await sql.end({ timeout: 1 })
      await Promise.all([postgres.stop('immediate'), server.stop()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
