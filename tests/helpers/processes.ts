/** Processes that a test has started. */

import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** Ends them at once, and waits until each is gone. */
export async function killAll(children: Iterable<ChildProcess>): Promise<void> {
  await Promise.all(
    Array.from(children, async (child) => {
      const ended = once(child, 'exit')
      if (child.kill('SIGKILL')) await ended
    }),
  )
}
