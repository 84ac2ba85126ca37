/**
 * Runs once in an image's build: starts every program of a bundle as its pods will, so that Node's
 * compile cache is part of the image.
 *
 * `node warm.mjs FOLDER CACHE [USER]`. Node keeps the cache apart by user: it must be the image's.
 * Nothing outside answers here: programs start, say so, and are told to end.
 */

import { spawn } from 'node:child_process'
import { chmodSync, chownSync, globSync, mkdirSync } from 'node:fs'
import { enableCompileCache, flushCompileCache } from 'node:module'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { childEnv } from '#shared/host/env.ts'
import { freePorts } from '../services/local/embedded/ports.ts'

const START_MS_MAX = 60_000
const NOBODY = '127.0.0.1:1'
/** Node writes the cache when a process ends by itself; a drain would wait for servers first. */
const ENDS_AT_ONCE = "data:text/javascript,process.once('SIGUSR2',()=>process.exit(0))"

async function warm(folder: string, cache: string, user?: number): Promise<void> {
  mkdirSync(cache, { recursive: true })
  if (user !== undefined) {
    chownSync(cache, user, user)
    process.setgid?.(user)
    process.setuid?.(user)
  }
  const programs = globSync(join(folder, '*.mjs')).toSorted()
  for (const program of programs) {
    if (basename(program) === 'stonks.mjs') await runToEnd(program, cache)
    else await startAndStop(program, cache)
  }
  // What is loaded only when it is needed.
  enableCompileCache(cache)
  for (const chunk of globSync(join(folder, 'shared/sql/chunks/*.mjs')).toSorted())
    await import(chunk)
  flushCompileCache()
  // Node writes for itself alone, and the image's files belong to root.
  for (const path of globSync(`${cache}/**`)) chmodSync(path, 0o755)
  process.stdout.write(`${programs.length} programs started once\n`)
}

/** The list of commands loads each of them. */
async function runToEnd(program: string, cache: string): Promise<void> {
  const { ended } = start([program, '--help'], cache, 0)
  expectEnd(program, await ended)
}

async function startAndStop(program: string, cache: string): Promise<void> {
  const [port] = (await freePorts(1)) as [number]
  const { child, ended } = start(['--import', ENDS_AT_ONCE, program], cache, port)
  const answers = (path: string) =>
    fetch(`http://127.0.0.1:${port}${path}`).then(
      (answer) => answer.ok,
      () => false,
    )
  const deadline = Date.now() + START_MS_MAX
  while (!(await answers('/health'))) {
    if (child.exitCode !== null) expectEnd(program, 1)
    if (Date.now() > deadline) throw new Error(`Start ${program}: it does not answer`)
    await sleep(20)
  }
  await answers('/ready')
  child.kill('SIGUSR2')
  expectEnd(program, await ended)
}

function start(args: string[], cache: string, port: number) {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: childEnv({
      NODE_COMPILE_CACHE: cache,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATABASE_URL: `postgres://stonks@${NOBODY}/stonks`,
      REDIS_URL: `redis://${NOBODY}/0`,
      LOG_LEVEL: 'fatal',
      // Nobody asks but this build; with one, the record is looked for, as it will be.
      SERVICE_SECRET: 'a secret while an image is built, and never after',
    }),
  })
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code))
  })
  return { child, ended }
}

function expectEnd(program: string, code: number | null): void {
  if (code !== 0) throw new Error(`Start ${program}: it ended with ${code}, and fills no cache`)
}

const [folder, cache, user] = process.argv.slice(2)
if (!folder || !cache) throw new Error('Usage: node warm.mjs FOLDER CACHE [USER]')
await warm(folder, cache, user === undefined ? undefined : Number(user))
