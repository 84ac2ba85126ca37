/** The processes of one platform: the world, the always-on services, and functions on demand. */

import type { Redis } from 'ioredis'
import { fileURLToPath } from 'node:url'
import { envOf, type Doors } from './child-env.ts'
import type { UpOptions } from './options.ts'
import { startScaler } from './scaler.ts'
import { needsWorld, worldKeysOf, worldUrl, type Ports, type Settings } from './settings.ts'
import { near } from './say-address.ts'
import { openSecrets } from './secrets.ts'
import { lastWords, type Say, type Supervisor } from './supervisor.ts'
import { worldArgs, type WorldInfo } from './world.ts'

/** What every starter needs of the platform it starts. */
export type Site = {
  options: UpOptions
  ports: Ports
  /** As whom each child comes to the embedded servers. */
  doors: Doors
  /** Port of the first stage's function; the others follow in the order of the table. */
  functionPorts: number
  supervisor: Supervisor
  /** For what stays on the screen. */
  say: Say
  /** For what is being started now. */
  begin: Say
  /** Aborted when what is being started is no longer wanted. */
  interrupted: AbortSignal
  /** How to end what was started, in the order it was started. */
  closers: (() => Promise<void>)[]
}

const READY_MS = 60_000

/** Always-on programs, by folder of services/. */
const SERVICES = [
  { name: 'symbol-registry', port: 'registry' },
  { name: 'risk-engine', port: 'risk' },
  { name: 'query-api', port: 'page' },
  { name: 'pump', port: 'pump' },
  { name: 'scheduler', port: 'scheduler' },
  { name: 'trading-engine', port: 'engine' },
  { name: 'market-stream', port: 'stream' },
] as const satisfies readonly { name: string; port: keyof Ports }[]

/** The replay world, or nothing where the environment names every outside system. */
export async function startWorld(site: Site, settings: Settings): Promise<WorldInfo | undefined> {
  if (!needsWorld()) return undefined
  const { options, ports, supervisor, begin, closers } = site
  begin(options.data ? `Reading ${near(options.data)}` : 'Making a simulated market')
  const args = worldArgs(options, ports.world)
  const world = supervisor.keep({
    name: 'world',
    args,
    env: { ...envOf('world', settings), ...worldKeysOf(settings, openSecrets(options.state)) },
    isAwaited: true,
  })
  closers.push(() => world.stop())
  const gone = new AbortController()
  void world.firstEnd.then(() =>
    gone.abort(new Error(`Start the replay world: ${lastWords(options.state, 'world')}`)),
  )
  const reply = await untilAnswers(`${worldUrl(ports)}/world/info`, gone.signal)
  world.ready()
  return (await reply.json()) as WorldInfo
}

/** Every service, and the scaler that starts functions; resolves when the services answer. */
export async function startServices(site: Site, settings: Settings, redis: Redis): Promise<void> {
  const { options, ports, functionPorts, supervisor, say, begin, closers } = site
  begin('Starting services')
  const pollMs = options.once ? 100 : 250
  const scaler = startScaler({
    redis,
    supervisor,
    envOf: (stage) => envOf(stage, settings, site.doors),
    portBase: functionPorts,
    say,
    pollMs,
  })
  const services = SERVICES.map(({ name, port }) =>
    supervisor.keep({
      name,
      args: [fileURLToPath(new URL(`../${name}/index.ts`, import.meta.url))],
      env: { ...envOf(name, settings, site.doors), PORT: String(ports[port]) },
    }),
  )
  // The pump ends before the functions do: it takes no more, and lets them finish.
  closers.push(
    () => scaler.stop(),
    () => Promise.all(services.map((service) => service.stop())).then(() => undefined),
  )
  const answers = SERVICES.map(({ port }) =>
    untilAnswers(`http://127.0.0.1:${ports[port]}/health`, site.interrupted),
  )
  await Promise.all(answers)
}

/** @throws Error when it has not answered with success in time; the signal’s reason when that is given up. */
async function untilAnswers(url: string, signal?: AbortSignal): Promise<Response> {
  const deadline = Date.now() + READY_MS
  let last: unknown
  while (Date.now() < deadline) {
    signal?.throwIfAborted()
    try {
      const reply = await fetch(url, { signal: AbortSignal.timeout(5_000) })
      if (reply.ok) return reply
      last = new Error(`it answered ${reply.status}`)
    } catch (fault) {
      last = fault
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 50)
    })
  }
  throw new Error(`Wait for ${url}: no answer in ${READY_MS / 1000} s`, { cause: last })
}
