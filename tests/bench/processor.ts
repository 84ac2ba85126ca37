/** How much processor time each process of a platform uses: user and system, from /proc. */

import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'

/** The kernel counts in hundredths of a second. */
const TICK_MS = 10

type Line = { pid: number; parent: number; command: string[]; ms: number }

/** How often it is looked: what a process used after the last look before its end is lost. */
const LOOK_MS = 500

export type Watch = {
  /** Milliseconds by name since the watch was opened, of this process and all it started. */
  used(): Record<string, number>
  close(): void
}

/** Watches from now on; a process that ends meanwhile still counts. */
export function watchProcessor(): Watch {
  const before = new Map(readOurs().map(({ pid, ms }) => [pid, ms]))
  const spent = new Map<number, { name: string; ms: number }>()
  const look = () => {
    for (const { pid, command, ms } of readOurs()) {
      // One that has ended has no words left, but a name from before.
      const ended = command.every((part) => part === '')
      const name = pid === process.pid ? 'up' : ended ? spent.get(pid)?.name : nameOf(command)
      if (name) spent.set(pid, { name, ms: ms - (before.get(pid) ?? 0) })
    }
  }
  const timer = setInterval(look, LOOK_MS)
  return {
    used() {
      look()
      const byName: Record<string, number> = {}
      for (const { name, ms } of spent.values()) byName[name] = (byName[name] ?? 0) + ms
      return byName
    },
    close: () => clearInterval(timer),
  }
}

/** Milliseconds a unit of work, the sum first, then the process that used most. */
export function perUnit(
  used: Readonly<Record<string, number>>,
  units: number,
): Record<string, number> {
  const each = Object.entries(used)
    .map(([name, ms]): [string, number] => [name, Math.round((100 * ms) / units) / 100])
    .filter(([, ms]) => ms > 0)
    .sort(([, one], [, other]) => other - one)
  const all = Object.values(used).reduce((sum, ms) => sum + ms, 0) / units
  return { all: Math.round(100 * all) / 100, ...Object.fromEntries(each) }
}

function readOurs(): Line[] {
  const lines = readdirSync('/proc').filter(isNumber).flatMap(readLine)
  const ours = new Set([process.pid])
  // A child may have a smaller number than its parent: looked at until none is added.
  for (let before = 0; before < ours.size;) {
    before = ours.size
    for (const { pid, parent } of lines) if (ours.has(parent)) ours.add(pid)
  }
  return lines.filter(({ pid }) => ours.has(pid))
}

function isNumber(name: string): boolean {
  return /^\d+$/.test(name)
}

/** Nothing where the process ended meanwhile. */
function readLine(pid: string): Line[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold anything; the fields follow the last of them.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ms = (Number(fields[11]) + Number(fields[12])) * TICK_MS
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return [{ pid: Number(pid), parent: Number(fields[1]), command, ms }]
  } catch {
    return []
  }
}

/** The folder of a stage or service, else the program. What a child loads first names none. */
function nameOf(command: readonly string[]): string {
  const entry = command.findLast((part) => /\/(?:functions|services)\/[^/]+\/\w+\.ts$/.test(part))
  if (entry) return basename(dirname(entry))
  if (/postgres/.test(command[0] ?? '')) return 'postgres'
  if (command.some((part) => part.endsWith('/valkey.ts'))) return 'redis'
  return basename(command[0] ?? '')
}
