/**
 * Cold start: from the spawn of a function's process to its first 2xx of /ready, which asks its
 * database, against a bare node:http server on the same Node.
 *
 * Functions run as their image holds them: bundled, with the compile cache that its build fills.
 * `uncached` tells what the same costs without it, `from_source` unbundled, as on a developer's machine.
 */

import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { stageNames } from '#shared/pipeline.ts'
import { childEnv } from '#shared/host/env.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { bundleFunctions, bundleWarm } from '../../images/bundle.ts'
import { freePorts } from '../../services/local/embedded/ports.ts'
import { startPostgres, throwaway } from '../../services/local/embedded/postgres.ts'
import { median } from './median.ts'

const ROUNDS = 5
const START_MS_MAX = 20_000
const BARE = `
  require('node:http').createServer((_, answer) => answer.end('ok')).listen(process.env.PORT, '127.0.0.1')
  process.once('SIGTERM', () => process.exit(0))`

/** The slowest function against the bare server, pair by pair; a ratio of at most 4 is the goal. */
export async function bench() {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-bench-'))
  const [port] = (await freePorts(1)) as [number]
  const postgres = await startPostgres(join(folder, 'data'), port, throwaway)
  try {
    const sql = openPostgres(postgres.url, 1)
    await migrate(sql)
    await sql.end()
    const env = {
      DATABASE_URL: postgres.url,
      OBJECTS_DIR: join(folder, 'objects'),
      LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
      SERVICE_SECRET: 'the secret of a bench, which guards nothing',
    }
    return await compare(folder, env)
  } finally {
    await postgres.stop('immediate')
    rmSync(folder, { recursive: true, force: true })
  }
}

type Compared = {
  ours: number
  peer: number
  ratio: number
  uncached: number
  from_source: number
}

async function compare(folder: string, env: Record<string, string>) {
  const [bundle, cache] = [join(folder, 'bundle'), join(folder, 'cache')]
  await bundleFunctions(bundle)
  const [warm] = (await bundleWarm(join(folder, 'warm'))) as [string]
  execFileSync(process.execPath, [warm, bundle, cache])
  const cached = { ...env, NODE_COMPILE_CACHE: cache }
  const stages: Record<string, Compared> = {}
  for (const stage of stageNames) {
    const entry = join(bundle, `${stage}.mjs`)
    const source = fileURLToPath(new URL(`../../functions/${stage}/index.ts`, import.meta.url))
    const pairs: { peer: number; ours: number; uncached: number }[] = []
    for (let round = 0; round < ROUNDS; round++) {
      pairs.push({
        peer: await measure(['-e', BARE], '/', env),
        ours: await measure([entry], '/ready', cached),
        uncached: await measure([entry], '/ready', env),
      })
    }
    stages[stage] = {
      ours: Math.round(median(pairs.map(({ ours }) => ours))),
      peer: Math.round(median(pairs.map(({ peer }) => peer))),
      ratio: Math.round(median(pairs.map(({ ours, peer }) => ours / peer)) * 100) / 100,
      uncached: Math.round(median(pairs.map(({ uncached }) => uncached))),
      from_source: Math.round(await measure([source], '/ready', env)),
    }
  }
  const slowest = Object.values(stages).toSorted((a, b) => b.ratio - a.ratio)[0]!
  const { ours, peer, ratio } = slowest
  return {
    name: 'cold-start',
    ours,
    peer,
    ratio,
    unit: 'ms, function slowest against its pairs',
    stages,
  }
}

/** Milliseconds from the spawn to the first 2xx. */
async function measure(args: string[], path: string, env: Record<string, string>): Promise<number> {
  const [port] = (await freePorts(1)) as [number]
  const started = performance.now()
  const child = spawn(process.execPath, ['--no-warnings', ...args], {
    stdio: 'ignore',
    env: childEnv({ ...env, PORT: String(port) }),
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
  })
  try {
    while (performance.now() - started < START_MS_MAX) {
      if (await answers(port, path)) return performance.now() - started
      await sleep(1)
    }
    throw new Error(`Start ${args.at(-1)}: no answer in ${START_MS_MAX / 1_000} s`)
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

function answers(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request({ port, path, host: '127.0.0.1', agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode! >= 200 && answer.statusCode! < 300)
    })
    call.on('error', () => resolve(false))
    call.end()
  })
}
