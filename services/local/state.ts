/**
 * The folder one platform lives in, and who is using it.
 *
 * `run.json` names the process that runs it, its children and where its parts listen, so that other
 * commands find them and a second `up` is told. What a killed `up` left behind is ended first.
 */

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export type Run = {
  pid: number
  /** The operators' page, once it answers. */
  address?: string
  /** Connection settings of this run, by variable name. */
  env: Record<string, string>
  children: number[]
}

/** What a state was made from; another input does not mix with it. */
export type Origin = { data: string | null; from: string | null; seed: number; cash: string | null }

/** Written by rename, so that a reader never sees half of it. */
export function writeAtomic(file: string, text: string): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, text)
  renameSync(draft, file)
}

export function readRun(state: string): Run | undefined {
  const file = join(state, 'run.json')
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Run
  } catch {
    return undefined
  }
}

export function writeRun(state: string, run: Run): void {
  writeAtomic(join(state, 'run.json'), JSON.stringify(run))
  writeAtomic(join(dirname(state), 'last.json'), JSON.stringify({ state }))
}

/** Whether a process of that id lives; one that belongs to another user counts. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Takes the folder for this process.
 *
 * @throws Error when another `up` runs on it, naming its process and address, or when it was made
 * from other input.
 */
export function claimState(state: string, origin: Origin, fresh: boolean): void {
  const run = readRun(state)
  if (run && run.pid !== process.pid && isAlive(run.pid)) {
    throw new Error(
      `The platform already runs on ${state} as process ${run.pid}` +
        `${run.address ? `, at ${run.address}` : ''}. Stop it first, or give this one --state DIR`,
    )
  }
  if (run) endLeftovers(run.children, state)
  if (fresh) rmSync(state, { recursive: true, force: true })
  mkdirSync(join(state, 'logs'), { recursive: true })
  const file = join(state, 'origin.json')
  const wanted = JSON.stringify(origin)
  if (existsSync(file) && readFileSync(file, 'utf8') !== wanted) {
    throw new Error(
      `${state} was made from ${readFileSync(file, 'utf8')}, asked for is ${wanted}. ` +
        'Start over with --fresh, or keep both with --state DIR',
    )
  }
  writeAtomic(file, wanted)
  writeRun(state, { pid: process.pid, env: {}, children: [] })
}

/** Ends children of an `up` that was killed; only those whose command names this state or product. */
function endLeftovers(children: number[], state: string): void {
  for (const pid of children) {
    const file = `/proc/${pid}/cmdline`
    if (!existsSync(file)) continue
    const command = readFileSync(file, 'utf8')
    if (
      !command.includes(state) &&
      !command.includes('redis-server') &&
      !command.includes('valkey')
    )
      continue
    try {
      process.kill(pid, 'SIGKILL')
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'ESRCH') throw fault
    }
  }
  rmSync(join(state, 'postgres', 'postmaster.pid'), { force: true })
}
