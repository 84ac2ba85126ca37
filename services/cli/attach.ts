/**
 * Joins a command to a platform, so that nobody types connection settings on their own machine.
 *
 * What the environment names always wins. Else the running `up` of this folder; else the record it
 * left, with PostgreSQL started on it for as long as the command runs. A function alone gets an empty
 * record where there is none.
 */

import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { adoptEnv, isSet } from '#shared/host/env.ts'
import { migrate } from '#shared/sql/schema/migrate.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { UsageError } from './command.ts'
import { freePorts } from '../local/embedded/ports.ts'
import { startPostgres } from '../local/embedded/postgres.ts'
import { keepPrivate, makePrivately } from '../local/private.ts'
import { openSecrets, readSecretSettings } from '../local/secrets.ts'
import { isRunning, readRun } from '../local/state.ts'

/** Commands that read or change the record. */
const JOINING = new Set([
  'audit',
  'backfill',
  'checks',
  'dlq',
  'doctor',
  'enqueue',
  'explain',
  'fn',
  'lake',
  'link',
  'migrate',
  'notifications',
  'pipeline',
  'queues',
  'report',
  'seed',
  'send',
  'sql',
  'technical',
  'trading',
])
/** Of those, the ones that also work on a platform that has ended. */
const WITHOUT_QUEUES = new Set([
  'audit',
  'evaluate',
  'explain',
  'extract',
  'dlq',
  'fn',
  'lake',
  'report',
  'sql',
  'technical',
])

/** What is left of the arguments without `--state DIR`, which every joining command takes. */
export function splitState(
  command: string,
  args: readonly string[],
  joins = JOINING.has(command),
): { root: string; rest: string[]; joins: boolean } {
  const place = joins ? args.indexOf('--state') : -1
  if (place === -1) return { root: '.stonks', rest: [...args], joins }
  const root = args[place + 1]
  if (root === undefined)
    throw new UsageError('--state takes the folder that `up --state` was given')
  return { root, rest: args.toSpliced(place, 2), joins }
}

/** Returns how to let go again. */
export async function attach(
  command: string,
  root: string,
  joins = JOINING.has(command),
): Promise<() => Promise<void>> {
  const nothing = () => Promise.resolve()
  makePrivately()
  if (!joins || isSet('DATABASE_URL')) return nothing
  if (joinRunning(root)) return nothing
  const state = lastState(root)
  const run = state === undefined ? undefined : readRun(state)
  if (command === 'send') adoptEnv({ SERVICE_SECRET: secretOf(state ?? join(resolve(root), 'fn')) })
  if (!WITHOUT_QUEUES.has(command)) return nothing
  if (state !== undefined && existsSync(join(state, 'postgres', 'PG_VERSION'))) {
    return openRecord(state, { ...run?.env, ...readSecretSettings(state) })
  }
  return command === 'fn' ? openRecord(join(resolve(root), 'fn'), {}) : nothing
}

/** What a function that runs alone on this record knows its callers by. */
function secretOf(state: string): string {
  keepPrivate(state)
  return openSecrets(state).service
}

/** Takes over the settings of the `up` that runs there; false where none does. */
export function joinRunning(root: string): boolean {
  const state = lastState(root)
  const run = state === undefined ? undefined : readRun(state)
  if (!isRunning(run)) return false
  adoptEnv({ ...run.env, ...readSecretSettings(state!) })
  return true
}

/** The state that an `up` used last, there; undefined before the first. */
function lastState(root: string): string | undefined {
  const pointer = join(resolve(root), 'last.json')
  if (isClosed(resolve(root))) throw notYours(resolve(root))
  if (!existsSync(pointer)) return undefined
  return (JSON.parse(readOwn(pointer)) as { state: string }).state
}

/** @throws Error in words for one who may not read what another user's platform keeps. */
function readOwn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EACCES') throw cause
    throw notYours(dirname(file), cause)
  }
}

/** `existsSync` takes what may not be looked at for what is not there. */
function isClosed(folder: string): boolean {
  try {
    accessSync(folder, constants.X_OK)
    return false
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EACCES'
  }
}

function notYours(root: string, cause?: unknown): Error {
  return new Error(
    `The platform in ${root} is another user's, and only that user may join it. ` +
      'Go on as that user, or name a folder of your own with --state DIR',
    { cause },
  )
}

/** PostgreSQL on the record of `state`, brought to the newest schema. */
async function openRecord(
  state: string,
  env: Record<string, string>,
): Promise<() => Promise<void>> {
  const [port] = (await freePorts(1)) as [number]
  keepPrivate(state)
  const { owner, service } = openSecrets(state)
  const postgres = await startPostgres(join(state, 'postgres'), port, {}, { password: owner })
  const sql = openPostgres(postgres.url, 1)
  await migrate(sql)
  await sql.end()
  const { REDIS_URL: _gone, ...kept } = env
  adoptEnv({
    ...kept,
    DATABASE_URL: postgres.url,
    SERVICE_SECRET: service,
    OBJECTS_DIR: join(state, 'objects'),
  })
  return () => postgres.stop()
}
