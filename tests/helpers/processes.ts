/** Processes that a test has started. */

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { childEnv } from '#shared/host/env.ts'
import { TEST_SECRET } from './secret.ts'

/** Starts a program of the repository by its path, with the secret of tests; what it says of errors goes to `stderr`. */
export function startProgram(
  path: string,
  env: Record<string, string>,
  stderr: 'ignore' | 'inherit' = 'inherit',
): ChildProcess {
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url))
  return spawn(process.execPath, ['--no-warnings', file], {
    env: childEnv({ SERVICE_SECRET: TEST_SECRET, ...env }),
    stdio: ['ignore', 'ignore', stderr],
  })
}

/** Ends them at once, and waits until each is gone. */
export async function killAll(children: Iterable<ChildProcess>): Promise<void> {
  await Promise.all(
    Array.from(children, async (child) => {
      const ended = once(child, 'exit')
      if (child.kill('SIGKILL')) await ended
    }),
  )
}

/** Processes that another started and that are its own still. */
export function childrenOf(parent: number | undefined): number[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && statusOf(pid).includes(`PPid:\t${parent}\n`))
    .map(Number)
}

/** Whether it runs, whoever it belongs to by now. */
export const isAlive = (pid: number) => /^State:\t[^ZX]/m.test(statusOf(String(pid)))

function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}
