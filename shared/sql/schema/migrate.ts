/**
 * Brings a database to the newest schema: plain SQL files, numbered, forward only.
 *
 * Each file is a transaction of its own, under a lock that is asked for again and again: whoever
 * waits for it holds no snapshot, for which an index that is built concurrently would wait in turn.
 * A file that fails leaves nothing of itself; those before it stand.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from '../../host/faults.ts'
import type { Db, Sql } from '../open.ts'
import { applyRights, type RolePasswords } from './apply-rights.ts'
import { readMigrations, type Migration } from './files.ts'
import { planMigrations, type Ran } from './plan.ts'
import { statementsOf } from './statements.ts'

const LOOK_MS = 200

export type MigrateOptions = {
  folder?: URL
  /** Told what a reader of the log should know beside what ran. */
  say?: (words: string) => void
  /** Of the roles of rights.ts; one that is named may come in by it. */
  passwords?: RolePasswords
}

/** What one look under the lock came to. */
type Turn = { ran: string } | 'busy' | { newer: string[] }

/**
 * Runs every migration that has not run; returns the names of those it ran. Then roles may what
 * rights.ts says.
 *
 * @throws Error naming the file and PostgreSQL's words when one fails; when one cannot run, or the
 * schema is of a newer release that broke it, as `planMigrations` tells.
 */
export async function migrate(
  sql: Sql,
  { folder, say = () => undefined, passwords = {} }: MigrateOptions = {},
): Promise<string[]> {
  const files = await readMigrations(folder)
  const names: string[] = []
  for (let waited = false; ;) {
    const turn = await takeTurn(sql, files)
    if (turn === 'busy') {
      if (!waited) say('Another migrator is at work: this one waits for it')
      waited = true
      await sleep(LOOK_MS)
    } else if ('ran' in turn) names.push(turn.ran)
    else {
      const last = turn.newer.at(-1)
      if (last)
        say(
          `The schema is of a newer release, at ${last}. It only adds: this release works with it`,
        )
      // An older release does not know what a newer one's programs need.
      else await applyRights(sql, { passwords, say })
      return names
    }
  }
}

/** Runs the next file that is due, if there is one. */
async function takeTurn(sql: Sql, files: readonly Migration[]): Promise<Turn> {
  // The driver's own transaction sends a rollback into a connection that is lost, and dies of it.
  const session = await sql.reserve()
  let lost = false
  try {
    await session`begin`
    const found = await findNext(session, files)
    if (typeof found === 'object' && 'next' in found && !found.next.outside)
      await runInside(session, found.next)
    await session`commit`
    if (found === 'busy' || 'newer' in found) return found
    const { next } = found
    if (next.outside && !(await runOutside(session, files, next))) return 'busy'
    return { ran: next.name }
  } catch (fault) {
    lost = isLost(fault)
    if (!lost) await session`rollback`
    throw fault
  } finally {
    if (!lost) {
      await session`select pg_advisory_unlock_all()`
      session.release()
    }
  }
}

async function findNext(
  tx: Db,
  files: readonly Migration[],
): Promise<Exclude<Turn, { ran: string }> | { next: Migration }> {
  const [lock] = await tx<{ taken: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtext('migrations')) as taken`
  if (!lock?.taken) return 'busy'
  await keepBook(tx)
  const { due, newer } = planMigrations(files, await readRan(tx))
  return due[0] ? { next: due[0] } : { newer }
}

async function runInside(tx: Db, file: Migration): Promise<void> {
  try {
    await tx.unsafe(file.text)
    await note(tx, file)
  } catch (fault) {
    throw failed(file, fault, 'Nothing of it stands')
  }
}

/** The table of what ran. `breaks` came later, and comes to a database that is older. */
async function keepBook(db: Db): Promise<void> {
  await db`create table if not exists migrations (
    name text primary key, checksum text not null, ran_at timestamptz not null default clock_timestamp()
  )`
  const found = await db`
    select from pg_attribute where attrelid = 'migrations'::regclass and attname = 'breaks'`
  // Asked first: to add it, even where it is, waits for every reader.
  if (found.length === 0) await db`alter table migrations add column breaks text`
}

function readRan(db: Db): Promise<Ran[]> {
  return db<Ran[]>`select name, checksum, breaks from migrations`
}

async function note(db: Db, { name, checksum, breaks }: Migration): Promise<void> {
  await db`insert into migrations (name, checksum, breaks) values (${name}, ${checksum}, ${breaks})`
}

/**
 * Runs a file one statement at a time, under a lock of the session. It is noted once all of it is
 * done; one that died half-way is run again from its beginning. False: another migrator has it.
 */
async function runOutside(
  session: Db,
  files: readonly Migration[],
  file: Migration,
): Promise<boolean> {
  const [lock] = await session<{ taken: boolean }[]>`
    select pg_try_advisory_lock(hashtext('migrations')) as taken`
  if (!lock?.taken) return false
  let statement = ''
  try {
    // Another migrator may have been quicker since.
    if (planMigrations(files, await readRan(session)).due[0]?.name !== file.name) return false
    for (statement of statementsOf(file.text)) await session.unsafe(statement)
    await refuseHalfBuilt(session)
    await note(session, file)
    return true
  } catch (fault) {
    const start = Math.max(0, file.text.indexOf(statement))
    const stands = 'It is outside a transaction, so what it did until then stands'
    throw failed(file, fault, stands, start)
  }
}

/** An index whose concurrent build died is there, costs, and serves nothing. */
async function refuseHalfBuilt(db: Db): Promise<void> {
  const found = await db<{ name: string }[]>`
    select indexrelid::regclass::text as name from pg_index join pg_class on oid = indexrelid
    where not indisvalid and relnamespace = current_schema()::regnamespace`
  if (found.length === 0) return
  const names = found.map(({ name }) => name).join(', ')
  throw new Error(
    `an index is half built: ${names}. Begin the file with "drop index concurrently if exists"`,
  )
}

/** Whether the session is gone: PostgreSQL said more than no, or nothing. */
function isLost(fault: unknown): boolean {
  const { lost, code, severity } = fault as { lost?: boolean; code?: string; severity?: string }
  return lost ?? (code !== undefined && severity !== 'ERROR')
}

/** `start` is where in the file the statement begins whose position PostgreSQL tells. */
function failed({ name, text }: Migration, fault: unknown, rest: string, start = 0): Error {
  const lost = isLost(fault)
  const { position } = fault as { position?: string }
  const line = position ? ` line ${text.slice(0, start + Number(position)).split('\n').length}` : ''
  const words = lost
    ? `the connection was lost in ${name}: ${messageOf(fault)}. Run it again: what has run is not run twice`
    : `${name}${line} failed: ${messageOf(fault)}. ${rest}; the files before it stand. Mend it and run again`
  return Object.assign(new Error(`Migrate: ${words}`), { lost })
}
