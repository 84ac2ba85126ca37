/**
 * The folder one platform lives in, and who is using it.
 *
 * `run.json` names the process that runs it, its children and where its parts listen, so that other
 * commands find them and a second `up` is told. What a killed `up` left behind is ended first.
 */

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { settingsGiven } from '#shared/host/env.ts'
import { endLeftovers } from './leftovers.ts'
import type { Origin } from './options.ts'
import { identify, isStillThere, type ProcessIdentity } from './process-identity.ts'
import { keepPrivate } from './private.ts'
import { keepSecretSettings } from './secrets.ts'
import { writeAtomic } from './write-atomic.ts'

export type Run = {
  /** The `up` itself. */
  self: ProcessIdentity
  /** The operators' page, once it answers. */
  address?: string
  /** Connection settings of this run, by variable name; its secrets stand in a file of their own. */
  env: Record<string, string>
  children: ProcessIdentity[]
}

/** Undefined before the first run, and where the file is not one of ours. */
export function readRun(state: string): Run | undefined {
  const file = join(state, 'run.json')
  if (!existsSync(file)) return undefined
  try {
    const { self, children, ...run } = JSON.parse(readFileSync(file, 'utf8')) as Run
    const known = children.filter((child) => typeof child === 'object')
    return { ...run, self: self ?? { pid: 0, born: '' }, children: known }
  } catch {
    return undefined
  }
}

/**
 * Notes the run; what of its settings is secret goes to secrets.json. With them what the environment names: a command
 * that joins from another shell is to meet the same store and servers.
 */
export function writeRun(state: string, run: Run): void {
  const env = keepSecretSettings(state, { ...settingsGiven(), ...run.env })
  writeAtomic(join(state, 'run.json'), JSON.stringify({ ...run, env }))
  writeAtomic(join(dirname(state), 'last.json'), JSON.stringify({ state }))
}

export function isRunning(run: Run | undefined): run is Run {
  if (!run || run.self.pid === 0) return false
  return run.self.born === '' ? answersSignals(run.self.pid) : isStillThere(run.self)
}

/**
 * Takes the folder for this process.
 *
 * @throws Error when another `up` runs on it, naming its process and address, or when it was made
 * from other input.
 */
export async function claimState(state: string, origin: Origin, fresh: boolean): Promise<void> {
  const run = readRun(state)
  if (isRunning(run) && run.self.pid !== process.pid) {
    throw new Error(
      `The platform already runs on ${state} as process ${run.self.pid}` +
        `${run.address ? `, at ${run.address}` : ''}. ` +
        `Stop it with Ctrl-C or \`kill ${run.self.pid}\`, or give this one --state DIR`,
    )
  }
  if (run) await endLeftovers(run.children, state)
  if (fresh) rmSync(state, { recursive: true, force: true })
  keepPrivate(state)
  mkdirSync(join(state, 'logs'), { recursive: true, mode: 0o700 })
  keepToOrigin(state, origin)
  writeRun(state, { self: identify(process.pid), env: {}, children: [] })
}

function keepToOrigin(state: string, origin: Origin): void {
  const file = join(state, 'origin.json')
  if (existsSync(file)) {
    const made = JSON.parse(readFileSync(file, 'utf8')) as Partial<Origin>
    const names = (['data', 'from', 'seed', 'cash'] as const).filter(
      (name) => (made[name] ?? null) !== origin[name],
    )
    if (names.length > 0) {
      const say = (from: Partial<Origin>) =>
        names.map((name) => (from[name] ? `--${name} ${from[name]}` : `no --${name}`)).join(' and ')
      throw new Error(
        `The state in ${state} was made with ${say(made)}; this asks for ${say(origin)}. ` +
          'Start over with --fresh, go on with what it was made with, or keep both with --state DIR',
      )
    }
  }
  writeAtomic(file, JSON.stringify(origin))
}

/** Where a machine does not tell when a process began, its number has to do. */
function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM'
  }
}
