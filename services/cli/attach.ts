/**
 * Joins a command to a platform, so that nobody types connection settings on their own machine.
 *
 * What the environment names always wins. Else the running `up` of this folder; else the record it
 * left, with PostgreSQL started on it for as long as the command runs.
 */

import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { adoptEnv, isSet } from '#shared/runtime/env.ts'
import { UsageError } from './command.ts'
import { freePorts } from './embedded/ports.ts'
import { startPostgres } from './embedded/postgres.ts'
import { isAlive, readRun } from './up/state.ts'

/** Commands that read or change the record. */
const JOINING = new Set(['dlq', 'enqueue', 'explain', 'fn', 'migrate', 'queues', 'seed', 'doctor'])
/** Of those, the ones that also work on a platform that has ended. */
const WITHOUT_QUEUES = new Set(['explain', 'dlq'])

/** What is left of the arguments without `--state DIR`, which every joining command takes. */
export function splitState(
  command: string,
  args: readonly string[],
): { root: string; rest: string[] } {
  const place = JOINING.has(command) ? args.indexOf('--state') : -1
  if (place === -1) return { root: '.stonks', rest: [...args] }
  const root = args[place + 1]
  if (root === undefined)
    throw new UsageError('--state takes the folder that `up --state` was given')
  return { root, rest: args.toSpliced(place, 2) }
}

/** Returns how to let go again. */
export async function attach(command: string, root: string): Promise<() => Promise<void>> {
  const nothing = () => Promise.resolve()
  const pointer = join(resolve(root), 'last.json')
  if (!JOINING.has(command) || isSet('DATABASE_URL') || !existsSync(pointer)) return nothing
  const { state } = JSON.parse(readFileSync(pointer, 'utf8')) as { state: string }
  const run = readRun(state)
  if (run && isAlive(run.pid)) {
    adoptEnv(run.env)
    return nothing
  }
  if (!WITHOUT_QUEUES.has(command) || !existsSync(join(state, 'postgres', 'PG_VERSION')))
    return nothing
  const [port] = (await freePorts(1)) as [number]
  const postgres = await startPostgres(join(state, 'postgres'), port)
  const { REDIS_URL: _gone, ...kept } = run?.env ?? {}
  adoptEnv({ ...kept, DATABASE_URL: postgres.url, OBJECTS_DIR: join(state, 'objects') })
  return () => postgres.stop()
}
