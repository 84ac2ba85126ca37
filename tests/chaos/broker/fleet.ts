/** Real adapter processes, each of which is killed now and then and comes back. */

import { spawn, type ChildProcess } from 'node:child_process'
import { childEnv } from '#shared/host/env.ts'
import { TEST_SECRET } from '../../helpers/secret.ts'

const ENTRIES = {
  adapter: 'functions/broker-adapter/index.ts',
  blind: 'tests/chaos/broker/blind.ts',
}

export type Fleet = {
  urlOf(worker: number): string
  /** Kills one that runs; false where it is just coming back. */
  kill(worker: number): boolean
  kills(): number
  stop(): Promise<void>
}

export function startFleet(
  kind: keyof typeof ENTRIES,
  ports: readonly number[],
  settings: Record<string, string>,
): Fleet {
  const env = childEnv({
    ...settings,
    SERVICE_SECRET: TEST_SECRET,
    LOG_LEVEL: 'fatal',
    POSTGRES_POOL: '2',
  })
  const children: (ChildProcess | undefined)[] = []
  const gone: Promise<void>[] = []
  let kills = 0
  let stopped = false
  const launch = (worker: number) => {
    const child = spawn(process.execPath, ['--no-warnings', ENTRIES[kind]], {
      env: { ...env, PORT: String(ports[worker]) },
      stdio: 'ignore',
    })
    children[worker] = child
    gone[worker] = new Promise((resolve) => {
      child.once('exit', () => {
        children[worker] = undefined
        resolve()
        if (!stopped) launch(worker)
      })
    })
  }
  for (const worker of ports.keys()) launch(worker)
  return {
    urlOf: (worker) => `http://127.0.0.1:${ports[worker % ports.length]}`,
    kill(worker) {
      const isKilled = children[worker % ports.length]?.kill('SIGKILL') ?? false
      if (isKilled) kills += 1
      return isKilled
    },
    kills: () => kills,
    async stop() {
      stopped = true
      for (const child of children) child?.kill('SIGKILL')
      await Promise.all(gone)
    },
  }
}
