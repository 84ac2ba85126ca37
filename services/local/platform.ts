/** Everything `up` starts, in the order the parts need each other. */

import { Redis } from 'ioredis'
import { messageOf } from '#shared/host/faults.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { isSet } from '#shared/host/env.ts'
import { doorsOf } from './doors.ts'
import { claimPorts } from './claim-ports.ts'
import type { UpOptions } from './options.ts'
import { buildPage } from './page.ts'
import { startServices, startWorld, type Site } from './parts.ts'
import { openDatabase, openQueues, type Server } from './servers.ts'
import { settingsOf, worldUrl, type Ports, type Settings } from './settings.ts'
import { identify } from './process-identity.ts'
import { openSecrets, rolePasswords } from './secrets.ts'
import { writeRun } from './state.ts'
import type { Screen } from './screen.ts'
import { openSupervisor } from './supervisor.ts'
import { seedFromWorld, type WorldInfo } from './world.ts'

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

/** What `begin` is told of, for the bar. */
const STEPS = 6
/** How often the children are noted, so that a killed `up` leaves none behind. */
const NOTE_MS = 5_000

/**
 * `clock` describes business time, as BUSINESS_CLOCK does; whoever opened it moves and ends it.
 *
 * @throws Error when it cannot start, and when it is interrupted before all of it has: nothing runs then.
 */
export async function startPlatform(
  options: UpOptions,
  clock: string,
  screen: Screen,
  interrupted: AbortSignal = new AbortController().signal,
): Promise<Platform> {
  const { ports, functionPorts, release } = await claimPorts(options)
  const supervisor = openSupervisor(options.state, screen.say)
  let begun = 0
  const site: Site = {
    options,
    ports,
    functionPorts,
    doors: doorsOf(openSecrets(options.state), ports),
    supervisor,
    say: screen.say,
    begin: (words) => {
      interrupted.throwIfAborted()
      screen.bar(begun++ / STEPS, words)
    },
    interrupted,
    closers: [release],
  }
  const starting = startAll(site, clock)
  try {
    return await Promise.race([starting, failWhen(interrupted)])
  } catch (fault) {
    await stopAll(site)
    // What was just being started ends too, as soon as there is something to end.
    await starting.catch(() => undefined)
    await stopAll(site)
    throw fault
  } finally {
    screen.clear()
  }
}

function failWhen(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = () => reject(signal.reason as Error)
    if (signal.aborted) fail()
    signal.addEventListener('abort', fail, { once: true })
  })
}

async function startAll(site: Site, clock: string): Promise<Platform> {
  const { options, ports, functionPorts, begin, closers } = site
  begin('Starting PostgreSQL and Redis')
  const servers = await openServers(site)
  const urls = { database: servers.database.url, redis: servers.queues.url }
  const secrets = openSecrets(options.state)
  const settings = settingsOf(options, ports, functionPorts, urls, clock, secrets)
  const note = () => rememberRun(site, settings, [servers.database, servers.queues])
  note()
  const { sql, redis } = connect(site, urls)
  begin('Making the schema')
  const passwords = isSet('DATABASE_URL') ? {} : rolePasswords(openSecrets(options.state))
  await migrate(sql, { passwords, say: site.say })
  const info = await startWorld(site, settings)
  if (info) {
    settings['DATA_LABEL'] = info.label
    begin('Seeding companies and sources')
    await seedFromWorld(settings, worldUrl(ports))
  }
  await buildPage(begin, site.interrupted)
  await startServices(site, settings, redis)
  note()
  const timer = setInterval(note, NOTE_MS)
  closers.push(() => Promise.resolve(clearInterval(timer)))
  const kinds = { database: servers.database.kind, queues: servers.queues.kind }
  return {
    address: addressOf(ports),
    settings,
    sql,
    redis,
    info,
    ports,
    kinds,
    stop: () => stopAll(site),
  }
}

async function openServers({ options, ports, say, closers }: Site) {
  // Each is noted as it opens: when one fails, the other is ended all the same.
  const noted = (server: Server) => {
    closers.push(() => server.stop())
    return server
  }
  const opened = await Promise.allSettled([
    openDatabase(options.state, ports.postgres, options.once, say).then(noted),
    openQueues(options.state, ports.redis, say).then(noted),
  ])
  const [database, queues] = opened.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value
  }) as [Server, Server]
  return { database, queues }
}

function connect({ closers }: Site, urls: { database: string; redis: string }) {
  const sql = openPostgres(urls.database, 4)
  const redis = new Redis(urls.redis, { maxRetriesPerRequest: null })
  redis.on('error', () => undefined)
  closers.push(
    () => sql.end({ timeout: 1 }),
    () => Promise.resolve(redis.disconnect()),
  )
  return { sql, redis }
}

/** Last started, first ended; a part that fails to end does not keep the others. */
async function stopAll({ closers, say }: Site): Promise<void> {
  for (const close of closers.splice(0).toReversed()) {
    await close().catch((fault: unknown) => say(messageOf(fault)))
  }
}

/** By name: a passkey belongs to a name, and to no address. */
function addressOf(ports: Ports): string {
  return `http://localhost:${ports.page}`
}

function rememberRun(
  { options, ports, supervisor }: Site,
  settings: Settings,
  servers: readonly Server[],
): void {
  writeRun(options.state, {
    self: identify(process.pid),
    address: addressOf(ports),
    env: settings,
    children: [...supervisor.pids(), ...servers.flatMap((server) => server.pids())].map(identify),
  })
}
