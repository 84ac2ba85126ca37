/** What is looked at before anything starts, so that it fails at once and says the way out. */

import { accessSync, constants, existsSync, readdirSync, statSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { USERS_OF_ROOT } from './embedded/postgres-user.ts'
import type { UpOptions } from './options.ts'
import { keepPrivate } from './private.ts'

/** A first run fills about half of it. */
const FREE_BYTES_MIN = 300 * 2 ** 20
const MEGABYTE = 2 ** 20
const DATA_FILES = ['companies.csv', 'bars.csv', 'news.jsonl']

/** @throws Error that names the wanted, the found and the way out. */
export function checkBeforeStart({ state, data, fresh, once }: UpOptions): void {
  if (data !== undefined) checkData(data)
  checkWritable(state)
  if (!fresh && !once) checkOwner(join(state, 'postgres'))
  checkSpace(state)
}

export function checkData(folder: string): void {
  const there = readdirSync(folder)
  const missing = DATA_FILES.filter(
    (name) => !there.includes(name) && !there.includes(`${name}.gz`),
  )
  if (missing.length === 0) return
  const found = there.length > 0 ? there.toSorted().slice(0, 12).join(', ') : 'nothing'
  throw new Error(
    `--data ${folder} lacks ${missing.join(' and ')}; it holds ${found}. ` +
      `A folder to replay has ${DATA_FILES.join(', ')}, each plain or with .gz: docs/world.md says what stands in them`,
  )
}

export function checkWritable(state: string): void {
  try {
    keepPrivate(state)
    accessSync(state, constants.W_OK)
  } catch (cause) {
    if ((cause as { code?: string }).code === undefined) throw cause
    throw new Error(
      `Everything is kept in ${state}, which cannot be written to. Name a folder of your own with --state DIR`,
      { cause },
    )
  }
}

/** PostgreSQL opens only the files of the user it runs as. */
export function checkOwner(folder: string, me: number | undefined = process.getuid?.()): void {
  if (me === undefined || !existsSync(folder)) return
  const { uid } = statSync(folder)
  if (uid === me || (me === 0 && USERS_OF_ROOT.includes(uid))) return
  throw new Error(
    `The database in ${folder} belongs to user ${uid}, and this is user ${me}. ` +
      'Go on as that user, start over with --fresh, or name another folder with --state DIR',
  )
}

export function checkSpace(state: string, free: number = freeBytes(state)): void {
  if (free >= FREE_BYTES_MIN) return
  const inMegabytes = (bytes: number) => `${Math.floor(bytes / MEGABYTE)} MB`
  throw new Error(
    `The disk of ${state} has ${inMegabytes(free)} free; at least ${inMegabytes(FREE_BYTES_MIN)} are needed. ` +
      'Free some, or name a folder on another disk with --state DIR',
  )
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
