/** Scheduler, pump, recommendation, engine, broker-adapter and lake-publisher as processes of their own, which come back. */

import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import type { AlpacaSettings } from '#shared/clients/alpaca/http.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { openFolder } from '#shared/clients/objects/folder.ts'
import { openClock } from '#shared/host/clock.ts'
import { stageNames, type StageName } from '#shared/pipeline.ts'
import { heldKeys } from '#shared/queue/redis/keys.ts'
import { closeRedis, openRedis } from '#shared/queue/redis/connection.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { claimBlock, freePorts } from '../../../services/local/embedded/ports.ts'
import { startPostgres, throwaway } from '../../../services/local/embedded/postgres.ts'
import { startRedis } from '../../../services/local/embedded/redis.ts'
import { killAll, startProgram } from '../../helpers/processes.ts'

const FUNCTIONS = ['recommendation', 'broker-adapter', 'lake-publisher'] as const
const SERVICES = ['scheduler', 'pump', 'trading-engine'] as const
export type Part = (typeof FUNCTIONS)[number] | (typeof SERVICES)[number]

/** Short, so that a run takes minutes. Only dying is tried: a job that died five times would wait for a person. */
const SETTINGS = {
  LEASE_SECONDS: '5',
  REAPER_SECONDS: '0.25',
  SWEEP_AGE_SECONDS: '3',
  SWEEP_SECONDS: '1',
  DELIVERIES_MAX: '1000',
  LAKE_WAIT_SECONDS: '0.3',
  LOG_LEVEL: 'fatal',
  PUMP_STAGES: FUNCTIONS.join(),
  FUNCTION_URL: 'http://127.0.0.1:{port}',
  BROKER_MODE: 'paper',
  BROKER_API_KEY: 'key',
  BROKER_API_SECRET: 'secret',
  BROKER_REQUESTS_PER_MINUTE: '0',
  DEPLOY_STAGE: 'chaos',
  TRADING_ENABLED: 'true',
  TRADING_POLLING_INTERVAL_SECONDS: '1',
  TRADING_GRADUAL_ENTRY_TRANCHES: '1',
  TRADING_MAX_OPEN_POSITIONS: '20',
}
const PATIENCE = { timeout: 180_000, interval: 20 }
/** How often the broker is read, as broker-sync does it. */
const READ_MS = 500

export type LakeRig = Awaited<ReturnType<typeof openChaosLake>>

/** Servers, without a part that runs. */
export async function openChaosLake(clockText: string, broker: AlpacaSettings) {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-chaos-lake-'))
  const [postgresPort, redisPort, ...ports] = (await freePorts(2 + SERVICES.length)) as [
    number,
    number,
  ]
  const block = await claimBlock(stageNames.length)
  const postgres = await startPostgres(join(folder, 'data'), postgresPort, throwaway)
  const redisServer = await startRedis(redisPort)
  const redis = openRedis(redisServer.url)
  const sql = openPostgres(postgres.url, 8)
  await migrate(sql)
  const objectsFolder = join(folder, 'objects')
  const alpaca = openAlpaca({ ...broker, timeoutMs: 5_000 })
  const clock = openClock(clockText)
  const running = new Map<Part, ChildProcess>()
  let isOver = false

  function start(part: Part): void {
    const isStage = (FUNCTIONS as readonly string[]).includes(part)
    const port = isStage
      ? block.first + stageNames.indexOf(part as StageName)
      : ports[SERVICES.indexOf(part as never)]
    const child = startProgram(`${isStage ? 'functions' : 'services'}/${part}/index.ts`, {
      ...SETTINGS,
      // Whoever waits for a lock is known by it.
      DATABASE_URL: `${postgres.url}?application_name=${part}`,
      REDIS_URL: redisServer.url,
      OBJECTS_DIR: objectsFolder,
      OBJECTS_FLUSH: 'false',
      BUSINESS_CLOCK: clockText,
      FUNCTION_PORT_BASE: String(block.first),
      BROKER_BASE_URL: broker.baseUrl,
      BROKER_DATA_BASE_URL: broker.dataBaseUrl,
      PORT: String(port),
    })
    running.set(part, child)
    child.once('exit', () => {
      if (!isOver) start(part)
    })
  }

  /** Ends it at once; it is started again. */
  async function kill(part: Part): Promise<void> {
    const child = running.get(part)!
    const gone = once(child, 'exit')
    if (child.kill('SIGKILL')) await gone
  }

  async function read(): Promise<void> {
    const told = await fetchBrokerState(alpaca, null)
    await sql.begin((tx) => recordBrokerState(tx, told, clock.now()))
  }
  const stop = new AbortController()
  const untilRead = () =>
    new Promise((resolve) => {
      setTimeout(resolve, READ_MS)
    })
  async function keepReading(): Promise<void> {
    while (!stop.signal.aborted) {
      await read().catch(() => undefined)
      await untilRead()
    }
  }
  let reading = Promise.resolve()

  /** Ids of jobs that a stage is doing just now. */
  async function inHand(stage: StageName): Promise<string[]> {
    const holders = await redis.hgetall(heldKeys(stage).holders)
    return Object.entries(holders).flatMap(([job, holder]) => (/^\d/.test(holder) ? [job] : []))
  }

  /**
   * Kills a part within a transaction that adds to a table, before it commits: what it was about to add is added by
   * another delivery, or round. Gives the jobs it had in hand and had not done.
   */
  async function killAdding(
    part: Part,
    table: string,
    work: () => Promise<void>,
  ): Promise<string[]> {
    let jobs: string[] = []
    await sql.begin(async (tx) => {
      await tx`set local idle_in_transaction_session_timeout = 0`
      await tx.unsafe(`lock table ${table} in share mode`)
      await work()
      const waits = async () => {
        const [row] = await sql<{ waits: number }[]>`
          select count(*)::integer as waits from pg_locks join pg_stat_activity using (pid)
          where relation = ${table}::regclass and not granted and application_name = ${part}`
        return row?.waits
      }
      await expect.poll(waits, PATIENCE).toBeGreaterThan(0)
      const held = stageNames.includes(part as StageName) ? await inHand(part as StageName) : []
      await kill(part)
      const open = await sql<{ jobId: string }[]>`
        select job_id from jobs where job_id = any(${held}::uuid[]) and state = 'queued'`
      jobs = open.map(({ jobId }) => jobId)
    })
    return jobs
  }

  return {
    sql,
    clock,
    alpaca,
    read,
    objects: openFolder(objectsFolder, { flush: false }),
    kill,
    killAdding,
    startAll() {
      for (const part of [...SERVICES, ...FUNCTIONS]) start(part)
      reading = keepReading()
    },
    /** Ends all parts; the servers stay. */
    async endParts(): Promise<void> {
      isOver = true
      stop.abort()
      await killAll(running.values())
      running.clear()
      await reading
    },
    async close(): Promise<void> {
      await this.endParts()
      await closeRedis(redis)
      await sql.end({ timeout: 2 })
      await Promise.all([postgres.stop('immediate'), redisServer.stop(), block.release()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
