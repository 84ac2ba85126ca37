/**
 * Cold start: from the spawn of a function's process to its first 2xx of /ready, which asks its
 * database, against a bare node:http server on the same Node.
 */

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { stageNames } from '#shared/pipeline.ts'
import { childEnv } from '#shared/runtime/env.ts'
import { migrate } from '#shared/runtime/migrate.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { freePorts } from '../../services/cli/embedded/ports.ts'
import { startPostgres, throwaway } from '../../services/cli/embedded/postgres.ts'
import { median } from './median.ts'

const ROUNDS = 5
const START_MS_MAX = 20_000
const BARE = `require('node:http').createServer((_, answer) => answer.end('ok')).listen(process.env.PORT, '127.0.0.1')`

/** `ours` is the slowest function, `peer` the bare server; a ratio of at most 4 is the goal. */
export async function bench() {
  const folder = mkdtempSync(join(tmpdir(), 'stonks-bench-'))
  const [port] = (await freePorts(1)) as [number]
  const postgres = await startPostgres(join(folder, 'data'), port, throwaway)
  try {
    const sql = openPostgres(postgres.url, 1)
    await migrate(sql)
    await sql.end()
    const env = { DATABASE_URL: postgres.url, OBJECTS_DIR: join(folder, 'objects'), LOG_LEVEL: 'warn' }
    const bare: number[] = []
    const functions = new Map<string, number[]>(stageNames.map((stage) => [stage, []]))
    for (let round = 0; round < ROUNDS; round++) {
      for (const stage of stageNames) {
        bare.push(await measure(['-e', BARE], '/', env))
        const file = fileURLToPath(new URL(`../../functions/${stage}/index.ts`, import.meta.url))
        functions.get(stage)!.push(await measure([file], '/ready', env))
      }
    }
    const peer = median(bare)
    const stages = Object.fromEntries([...functions].map(([stage, all]) => [stage, Math.round(median(all))]))
    const ours = Math.max(...Object.values(stages))
    return { name: 'cold-start', ours, peer: Math.round(peer), ratio: ours / peer, unit: 'ms, slowest function', stages }
  } finally {
    await postgres.stop('immediate')
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Milliseconds from the spawn to the first 2xx. */
async function measure(args: string[], path: string, env: Record<string, string>): Promise<number> {
  const [port] = (await freePorts(1)) as [number]
  const started = performance.now()
  const child = spawn(process.execPath, ['--no-warnings', ...args], {
    stdio: 'ignore', env: childEnv({ ...env, PORT: String(port) }),
  })
  const ended = new Promise<void>((resolve) => { child.once('exit', () => resolve()) })
  try {
    while (performance.now() - started < START_MS_MAX) {
      if (await answers(port, path)) return performance.now() - started
      await sleep(1)
    }
    throw new Error(`Start ${args.at(-1)}: no answer in ${START_MS_MAX / 1_000} s`)
  } finally {
    child.kill('SIGKILL')
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
