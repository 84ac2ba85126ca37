/** Processes that a test has started. */

import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'

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
