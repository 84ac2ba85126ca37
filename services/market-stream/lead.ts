/**
 * Who holds the stream: Alpaca gives one connection an account, so of several processes one leads.
 *
 * The lock lives with a session of PostgreSQL, and every write asks for it again on that session: one
 * whose session was cut writes nothing more once another leads.
 */

import type { Sql, Tx } from '#shared/sql/open.ts'

/** Another process leads now. */
export class Deposed extends Error {
  override readonly name = 'Deposed'
}

export type Lead = {
  /** Whether this process leads; becomes the leader where nobody is. */
  take(): Promise<boolean>
  /** @throws Deposed where another leads; then nothing was written. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Lets another lead at once. */
  leave(): Promise<void>
}

/** @param sql a pool of one connection, which nothing else uses. */
export function openLead(sql: Sql): Lead {
  return {
    async take() {
      const [row] = await sql<{ leads: boolean }[]>`
        select pg_try_advisory_lock(hashtext('market-stream')) as leads`
      return row?.leads ?? false
    },
    async write(work) {
      const written = await sql.begin(async (tx) => {
        const [row] = await tx<{ leads: boolean }[]>`
          select pg_try_advisory_xact_lock(hashtext('market-stream')) as leads`
        if (!row?.leads) throw new Deposed('Write what the stream told: another process leads')
        return { value: await work(tx) }
      })
      return (written as { value: Awaited<ReturnType<typeof work>> }).value
    },
    async leave() {
      await sql`select pg_advisory_unlock_all()`
    },
  }
}
