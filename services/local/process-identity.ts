/** Which process a number means: ids are given out again, so a birth goes with each. */

import { readFileSync, readlinkSync } from 'node:fs'

/** A process as a file remembers it; `born` is empty where this machine cannot tell. */
export type ProcessIdentity = { pid: number; born: string }

export function identify(pid: number): ProcessIdentity {
  return { pid, born: bornOf(pid) }
}

/** Whether that very process lives, and not a later one under its number. */
export function isStillThere({ pid, born }: ProcessIdentity): boolean {
  return born !== '' && bornOf(pid) === born
}

/** The folder a process works in; empty where it is gone or may not be looked at. */
export function folderOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}

/** The boot it lives in and the tick of its start; empty for one that has ended. */
function bornOf(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is a name in brackets, which may hold anything; the third is the state.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [status, started] = [fields[0], fields[19]]
    return status === 'Z' || status === 'X' ? '' : `${boot}/${started}`
  } catch {
    return ''
  }
}
