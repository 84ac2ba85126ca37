/** PostgreSQL from npm binaries, as a child of this process: no installation, no root needed. */

import { endOf } from '#shared/domain/document/text/cut.ts'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import postgres from 'postgres'
import { endAtExit } from './at-exit.ts'
import { drawSecret } from './draw-secret.ts'
import { mendCluster, openFiles, OWNER } from './cluster.ts'
import { dataHere, findPostgresUser, type PostgresUser } from './postgres-user.ts'

export type Postgres = {
  /** As the owner of the record, with the password. */
  url: string
  process: ChildProcess
  /** Ends it in order; `immediate` as a crash would. Resolves when the process is gone. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>
}

type Options = {
  /** Of the record's owner; drawn where none is given. */
  password?: string
  /** In a process group of its own Ctrl-C does not reach it: whoever started it must end it. */
  ownGroup?: boolean
  /** For tests and measurements: the owner may make more databases, and fill them past their triggers. */
  forTrials?: boolean
}

const READY_MS = 30_000
/** PostgreSQL's words for a wrong password. */
const WRONG_PASSWORD = '28P01'

/** Options for a database that may be thrown away: no waiting for the disk. */
export const throwaway = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/**
 * Starts PostgreSQL on `dataDir`, making the files when the folder is empty. It lets nobody in but by
 * a password, on loopback alone. Whoever may write the files may say which it is: they are brought to
 * the one given here, and files of an earlier release to how this one keeps them.
 *
 * @throws Error with PostgreSQL's own words when it will not start.
 */
export async function startPostgres(
  dataDir: string,
  port: number,
  settings: Record<string, string> = {},
  { password = drawSecret(), ownGroup = false, forTrials = false }: Options = {},
): Promise<Postgres> {
  const user = findPostgresUser()
  try {
    mkdirSync(dirname(dataDir), { recursive: true, mode: 0o700 })
    openFiles(user, dataDir, password, forTrials)
    const url = postgresUrl(port, OWNER, password)
    let server = launch(user, dataDir, port, settings, ownGroup)
    if ((await untilAnswers(server, url)) === 'refused') {
      await server.stop()
      mendCluster(user, dataDir, password)
      server = launch(user, dataDir, port, settings, ownGroup)
      if ((await untilAnswers(server, url)) === 'refused')
        throw new Error(`Start PostgreSQL on port ${port}: it refuses the password it was given`)
    }
    return {
      url,
      process: server.process,
      async stop(mode) {
        await server.stop(mode)
        user.release()
      },
    }
  } catch (fault) {
    user.release()
    throw fault
  }
}

/** The record's address, for one of its roles. */
export function postgresUrl(port: number, role: string, password: string): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/${OWNER}`
}

type Launched = Pick<Postgres, 'process' | 'stop'> & { port: number; words(): string }

function launch(
  user: PostgresUser,
  dataDir: string,
  port: number,
  settings: Record<string, string>,
  ownGroup: boolean,
): Launched {
  const options = Object.entries({
    max_connections: '200',
    // Passwords alone let in: no socket that a file's rights would guard.
    unix_socket_directories: '',
    ...settings,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const args = [...dataHere, '-p', String(port), '-h', '127.0.0.1', ...options]
  const child = user.start('postgres', args, dataDir, ownGroup)
  // At once, and whole: it makes good at its next start what it had not written.
  endAtExit(child, 'SIGQUIT')
  let words = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    words = endOf(words + chunk.toString(), 4_000)
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', (fault) => {
      words = fault.message
      resolve()
    })
  })
  return {
    process: child,
    port,
    words: () => words.trim(),
    async stop(mode = 'fast') {
      if (child.exitCode === null && child.signalCode === null)
        child.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
      await ended
    },
  }
}

/**
 * A port that answers is not enough: while starting up it refuses every query.
 *
 * @throws Error with its words when it does not come up in time.
 */
async function untilAnswers(
  { process: child, port, words }: Launched,
  url: string,
): Promise<'answers' | 'refused'> {
  const deadline = Date.now() + READY_MS
  while (Date.now() < deadline) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) break
    const sql = postgres(url, { max: 1, connect_timeout: 2 })
    try {
      await sql`select 1`
      return 'answers'
    } catch (fault) {
      if ((fault as { code?: string }).code === WRONG_PASSWORD) return 'refused'
      await new Promise((resolve) => {
        setTimeout(resolve, 40)
      })
    } finally {
      await sql.end({ timeout: 1 })
    }
  }
  throw new Error(`Start PostgreSQL on port ${port}: ${words() || 'it did not answer in time'}`)
}
