/** Every program of ours that listens, as a real process on a port of its own. */

import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, vi } from 'vitest'
import { catalogue } from '#shared/contracts/api/catalogue.ts'
import { childEnv } from '#shared/host/env.ts'
import { stageNames } from '#shared/pipeline.ts'
import { freePorts } from '../../services/local/embedded/ports.ts'
import { ask } from './ask.ts'
import { TEST_SECRET } from './secret.ts'

export type Place = { name: string; url: string; paths: readonly string[]; isFunction: boolean }

const SERVICES = [
  'query-api',
  'symbol-registry',
  'trading-engine',
  'risk-engine',
  'scheduler',
  'market-stream',
]
/** The first of each outside system that the world plays. */
const WORLD_PATHS = ['/alpaca/v2/orders', '/polygon/v2/reference/news', '/ollama/api/chat', '/']
/** What stands in a route's address for an id. */
const ID = '0b6a3c0e-53c5-4d8c-9d0f-2a5b9d5e7c11'

/** Addresses of the catalogue that a service answers or passes on, and those that every one has. */
function pathsOf(service: string): string[] {
  const routes = Object.entries(catalogue as Record<string, { service: string }>)
  const isFront = service === 'query-api'
  const own = routes.filter(([, route]) => isFront || route.service === service)
  const paths = own.map(([key]) => key.replace(/^\S+ /, '').replace(/:\w+/g, ID))
  return [...new Set([...paths, '/', '/tick', '/health', '/ready'])]
}

/** Starts them all under a clock that stands at `at`; they end with the test file. */
export async function startFleet(at: Date, settings: Record<string, string>): Promise<Place[]> {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-fleet-'))
  const clock = join(folder, 'clock')
  writeFileSync(clock, at.toISOString())
  const programs: [string, string[], readonly string[]][] = [
    ...SERVICES.map((name): [string, string[], string[]] => [
      name,
      [`services/${name}/index.ts`],
      pathsOf(name),
    ]),
    ['pump', ['services/pump/index.ts'], ['/', '/status', '/health', '/ready']],
    [
      'world',
      ['services/world/main.ts', '--from', '2024-06-03', '--to', '2024-06-04'],
      WORLD_PATHS,
    ],
    ...stageNames.map((name): [string, string[], string[]] => [
      name,
      [`functions/${name}/index.ts`],
      ['/', '/health'],
    ]),
  ]
  const ports = await freePorts(programs.length)
  const children: ChildProcess[] = []
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  const env = childEnv({
    BUSINESS_CLOCK: `stepped:${clock}`,
    OBJECTS_DIR: join(folder, 'objects'),
    LOG_LEVEL: 'fatal',
    // Nothing is pumped: every job comes from the test.
    FUNCTION_URL: 'http://127.0.0.1:1',
    SERVICE_SECRET: TEST_SECRET,
    ...settings,
  })
  return Promise.all(
    programs.map(async ([name, args, paths], index) => {
      const port = String(ports[index])
      const more = name === 'world' ? ['--port', port] : []
      children.push(
        spawn(process.execPath, ['--no-warnings', ...args, ...more], {
          env: { ...env, PORT: port },
          stdio: ['ignore', 'ignore', 'inherit'],
        }),
      )
      const url = `http://127.0.0.1:${port}`
      const isFunction = (stageNames as readonly string[]).includes(name)
      await vi.waitFor(() => ask(url, { path: '/health' }), { timeout: 60_000, interval: 100 })
      return { name, url, paths, isFunction }
    }),
  )
}
