/**
 * The secrets of one state, in a file that its user alone may read: what it has drawn for itself, and
 * what its run was given by the environment. Nothing else that a run leaves on the disk holds any.
 */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isSecret } from '#shared/host/env.ts'
import { queueUsers, type QueueUser } from '#shared/queue/redis/rights.ts'
import { databaseRoles, type DatabaseRole } from '#shared/sql/schema/rights.ts'
import { drawSecret } from './embedded/draw-secret.ts'
import type { RedisPasswords } from './embedded/redis-config.ts'
import { writeAtomic } from './write-atomic.ts'

/**
 * What a state draws for itself, once: a role of the record by its name, a user of Redis after `redis:`,
 * a key of the replay world after `world:`.
 */
const DRAWN = [
  'owner',
  'service',
  'session',
  ...databaseRoles,
  ...names(queueUsers),
  'metrics',
  'redis:house',
  'world:key',
  'world:secret',
  'world:market',
] as const

export type Drawn = Record<(typeof DRAWN)[number], string>

function names<Users extends object>(users: Users) {
  return Object.keys(users).map((user) => `redis:${user}` as `redis:${keyof Users & string}`)
}

type Kept = {
  drawn: Partial<Drawn>
  /** Settings of the run that are secret, by variable name. */
  env: Record<string, string>
}

/** Those of this state; what is missing is drawn, and stays from then on. */
export function openSecrets(state: string): Drawn {
  const { drawn, env } = read(state)
  const missing = DRAWN.filter((name) => !drawn[name])
  const all = {
    ...drawn,
    ...Object.fromEntries(missing.map((name) => [name, drawSecret()])),
  } as Drawn
  if (missing.length > 0) write(state, { drawn: all, env })
  return all
}

/** Of those, what an embedded Redis is told. */
export function redisPasswords(drawn: Drawn): RedisPasswords {
  const users = ['house', ...(Object.keys(queueUsers) as QueueUser[])] as const
  return Object.fromEntries(users.map((user) => [user, drawn[`redis:${user}`]])) as RedisPasswords
}

/** Of those, the passwords of the record's roles. */
export function rolePasswords(drawn: Drawn): Record<DatabaseRole, string> {
  return Object.fromEntries(databaseRoles.map((role) => [role, drawn[role]])) as Record<
    DatabaseRole,
    string
  >
}

/** Keeps what of the settings is secret; returns the rest, which may be told to anybody. */
export function keepSecretSettings(
  state: string,
  settings: Record<string, string>,
): Record<string, string> {
  const entries = Object.entries(settings)
  const secret = (entry: [string, string]) => isSecret(...entry)
  const env = Object.fromEntries(entries.filter(secret))
  const kept = read(state)
  if (JSON.stringify(kept.env) !== JSON.stringify(env)) write(state, { ...kept, env })
  return Object.fromEntries(entries.filter((entry) => !secret(entry)))
}

export function readSecretSettings(state: string): Record<string, string> {
  return read(state).env
}

function fileOf(state: string): string {
  return join(state, 'secrets.json')
}

function read(state: string): Kept {
  const file = fileOf(state)
  if (!existsSync(file)) return { drawn: {}, env: {} }
  const { drawn = {}, env = {} } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Kept>
  return { drawn, env }
}

function write(state: string, kept: Kept): void {
  writeAtomic(fileOf(state), JSON.stringify(kept))
}
