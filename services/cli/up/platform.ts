/** Everything `up` starts, in the order the parts need each other. */

import { Redis } from 'ioredis'
import { fileURLToPath } from 'node:url'
import { migrate } from '#shared/runtime/migrate.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { stageNames } from '#shared/pipeline.ts'
import { freeBlock, freePorts, isTaken } from '../embedded/ports.ts'
import { buildPage } from './page.ts'
import type { UpOptions } from './options.ts'
import { startScaler } from './scaler.ts'
import { openDatabase, openQueues, type Server } from './servers.ts'
import { needsWorld, settingsOf, worldUrl, type Ports, type Settings } from './settings.ts'
import { writeRun } from './state.ts'
import { openSupervisor, type Running, type Say, type Supervisor } from './supervisor.ts'
import { seedFromWorld, worldArgs, type WorldInfo } from './world.ts'

export type Platform = {
  address: string
  settings: Settings
  sql: Sql
  redis: Redis
  info: WorldInfo | undefined
  ports: Ports
  kinds: { database: string; queues: string }
  /** Ends every child, those that take work first. */
  stop(): Promise<void>
}

/** `clock` is opened once the world is known, and stopped by its owner. */
export async function startPlatform(
  options: UpOptions,
  clock: string,
  say: Say,
): Promise<Platform> {
  const ports = await choosePorts(options)
  const functionPorts = await freeBlock(stageNames.length)
  const supervisor = openSupervisor(options.state, say)
  const closers: (() => Promise<void>)[] = []
  const stop = async () => {
    // Last started, first ended; a part that fails to end does not keep the others.
    for (const close of closers.splice(0).toReversed()) await close().catch((fault: unknown) => say(String(fault)))
  }
  try {
    say('Starting PostgreSQL and Redis')
    const [database, queues] = await Promise.all([
      openDatabase(options.state, ports.postgres, options.once, say),
      openQueues(ports.redis, say),
    ])
    closers.push(() => queues.stop(), () => database.stop())
    const settings = settingsOf(options, ports, functionPorts, { database: database.url, redis: queues.url }, clock)
    const note = () => rememberRun(options, ports, settings, supervisor, [database, queues])
    note()
    const sql = openPostgres(database.url, 4)
    const redis = new Redis(queues.url, { maxRetriesPerRequest: null })
    redis.on('error', () => undefined)
    closers.push(() => Promise.resolve(redis.disconnect()), () => sql.end({ timeout: 1 }))

    const ran = await migrate(sql)
    if (ran.length > 0) say(`Made the schema (${ran.length} migrations)`)
    const info = await startWorld(options, ports, settings, supervisor, say, closers)
    if (info) settings['DATA_LABEL'] = info.label
    if (info) await seedFromWorld(settings, worldUrl(ports))
    await buildPage(say)
    startParts(options, ports, functionPorts, settings, supervisor, redis, say, closers)
    await untilReady(ports)
    note()
    const timer = setInterval(note, 5_000)
    closers.push(() => Promise.resolve(clearInterval(timer)))
    const kinds = { database: database.kind, queues: queues.kind }
    return { address: `http://127.0.0.1:${ports.page}`, settings, sql, redis, info, ports, kinds, stop }
  } catch (fault) {
    await stop()
    throw fault
  }
}

async function choosePorts(options: UpOptions): Promise<Ports> {
  if (options.port !== undefined && (await isTaken(options.port))) {
    throw new Error(
      `Port ${options.port} is taken by another program. Leave --port out to have a free one chosen, or name another`,
    )
  }
  const names = ['postgres', 'redis', 'world', 'page', 'scheduler', 'engine', 'risk', 'registry', 'pump'] as const
  const free = await freePorts(names.length)
  const ports = Object.fromEntries(names.map((name, i) => [name, free[i] ?? 0])) as Ports
  return options.port === undefined ? ports : { ...ports, page: options.port }
}

async function startWorld(
  options: UpOptions,
  ports: Ports,
  settings: Settings,
  supervisor: Supervisor,
  say: Say,
  closers: (() => Promise<void>)[],
): Promise<WorldInfo | undefined> {
  if (!needsWorld()) return undefined
  say(options.data ? `Reading ${options.data}` : 'Making a simulated market')
  const world = supervisor.keep({ name: 'world', args: worldArgs(options, ports.world), env: settings })
  closers.push(() => world.stop())
  const reply = await untilAnswers(`${worldUrl(ports)}/world/info`, 60_000)
  return (await reply.json()) as WorldInfo
}

function startParts(
  options: UpOptions,
  ports: Ports,
  functionPorts: number,
  settings: Settings,
  supervisor: Supervisor,
  redis: Redis,
  say: Say,
  closers: (() => Promise<void>)[],
): void {
  say('Starting services')
  const services: Running[] = SERVICES.map(({ name, port }) =>
    supervisor.keep({
      name,
      args: [fileURLToPath(new URL(`../../${name}/${name === 'pump' ? 'main' : 'index'}.ts`, import.meta.url))],
      env: { ...settings, PORT: String(ports[port]) },
    }),
  )
  const scaler = startScaler({
    redis, supervisor, env: settings, portBase: functionPorts, say, pollMs: options.once ? 100 : 250,
  })
  closers.push(
    () => scaler.stop(),
    () => Promise.all(services.map((service) => service.stop())).then(() => undefined),
  )
}

/** Always-on programs, by folder of services/. */
const SERVICES = [
  { name: 'symbol-registry', port: 'registry' },
  { name: 'risk-engine', port: 'risk' },
  { name: 'query-api', port: 'page' },
  { name: 'pump', port: 'pump' },
  { name: 'scheduler', port: 'scheduler' },
  { name: 'trading-engine', port: 'engine' },
] as const satisfies readonly { name: string; port: keyof Ports }[]

async function untilReady(ports: Ports): Promise<void> {
  await Promise.all(SERVICES.map(({ port }) => untilAnswers(`http://127.0.0.1:${ports[port]}/health`, 60_000)))
}

/** @throws Error when it has not answered with success by then. */
export async function untilAnswers(url: string, milliseconds: number): Promise<Response> {
  const deadline = Date.now() + milliseconds
  let last: unknown
  while (Date.now() < deadline) {
    try {
      const reply = await fetch(url, { signal: AbortSignal.timeout(5_000) })
      if (reply.ok) return reply
      last = new Error(`it answered ${reply.status}`)
    } catch (fault) {
      last = fault
    }
    await new Promise((resolve) => { setTimeout(resolve, 50) })
  }
  throw new Error(`Wait for ${url}: no answer in ${milliseconds / 1000} s`, { cause: last })
}

function rememberRun(
  options: UpOptions,
  ports: Ports,
  settings: Settings,
  supervisor: Supervisor,
  servers: readonly Server[],
): void {
  writeRun(options.state, {
    pid: process.pid,
    address: `http://127.0.0.1:${ports.page}`,
    env: settings,
    children: [...supervisor.pids(), ...servers.flatMap((server) => server.pids())],
  })
}
