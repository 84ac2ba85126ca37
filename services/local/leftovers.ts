/** What an `up` that was killed left running: ended before another opens the same files. */

import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { folderOf, identify, isStillThere, type ProcessIdentity } from './process-identity.ts'

const WAIT_MS = 5_000

/** Resolves when they are gone. A stranger that has been given the number of one is left alone. */
export async function endLeftovers(
  children: readonly ProcessIdentity[],
  state: string,
): Promise<void> {
  const data = join(state, 'postgres')
  const postmaster = existsSync(data) ? findPostmaster(data) : undefined
  // PostgreSQL ends its own processes where it is asked to, and leaves them where it is killed.
  if (postmaster) await end(postmaster, 'SIGQUIT')
  await Promise.all(children.map((child) => end(child, 'SIGKILL')))
  rmSync(join(data, 'postmaster.pid'), { force: true })
}

/** The PostgreSQL that its lock file names, if it does work in this folder. */
function findPostmaster(data: string): ProcessIdentity | undefined {
  const lock = join(data, 'postmaster.pid')
  if (!existsSync(lock)) return undefined
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0])
  return Number.isInteger(pid) && folderOf(pid) === realpathSync(data) ? identify(pid) : undefined
}

async function end(left: ProcessIdentity, first: NodeJS.Signals): Promise<void> {
  signal(left, first)
  if (await isGone(left)) return
  signal(left, 'SIGKILL')
  if (!(await isGone(left)))
    throw new Error(`End process ${left.pid}, left by an earlier run: it stays`)
}

function signal(left: ProcessIdentity, name: NodeJS.Signals): void {
  if (!isStillThere(left)) return
  try {
    process.kill(left.pid, name)
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'ESRCH') throw fault
  }
}

async function isGone(left: ProcessIdentity): Promise<boolean> {
  const deadline = performance.now() + WAIT_MS
  while (isStillThere(left)) {
    if (performance.now() > deadline) return false
    await new Promise((resolve) => {
      setTimeout(resolve, 20)
    })
  }
  return true
}
