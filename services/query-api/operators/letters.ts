/** What an operator does to dead letters: has them delivered again, or gives them up, one or many. */

import { LETTERS_AT_ONCE } from '#shared/contracts/api/dead-letters.ts'
import type { Clock } from '#shared/host/clock.ts'
import { restoreLetters } from '#shared/queue/dead-letters.ts'
import { discardDead, replayDead, type DeadFilter } from '#shared/queue/record/dead.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import { nameOf } from '#shared/sql/access/audit.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { countDead } from './dead-letters.ts'
import { withPatience } from './patience.ts'

type Stores = { sql: Sql; redis: Redis; clock: Clock }
type Letter = { jobId: string; list: string }
/** Letters of one list; `of` one reason, or all. */
type Group = { list: string; of?: string | undefined }
type Because = { reason: string }

/** Has one dead letter delivered again; undefined where it is not dead. */
export async function replayLetter(
  stores: Stores,
  jobId: string,
  asked: Asking,
): Promise<Letter | undefined> {
  return one(stores, jobId, asked, { state: 'queued' }, (tx) => replayDead(tx, { jobId }))
}

/** Gives one up for good; undefined where it is not dead. */
export async function discardLetter(
  stores: Stores,
  jobId: string,
  asked: Asking & { by: Parameters<typeof nameOf>[0]; body: Because },
): Promise<Letter | undefined> {
  const wish = { by: nameOf(asked.by), because: asked.body.reason, most: 1 }
  return one(stores, jobId, asked, { state: 'cancelled' }, (tx) => discardDead(tx, { jobId }, wish))
}

async function one(
  { sql, redis, clock }: Stores,
  jobId: string,
  asked: Asking & { body?: Partial<Because> },
  after: { state: string },
  work: (tx: Tx) => Promise<Letter[]>,
): Promise<Letter | undefined> {
  const found = await sql.begin(async (tx) => {
    const [letter] = await work(tx)
    const reason = asked.body?.reason
    const told = { before: { state: 'dead' }, after, ...(reason !== undefined && { reason }) }
    if (letter) await keepChange(tx, asked, { subject: jobId, ...told }, clock.now())
    return letter
  })
  if (found) await withPatience(restoreLetters({ sql, redis }, found.list))
  return found
}

/** Has many delivered again, the oldest first, at most `LETTERS_AT_ONCE`. */
export function replayGroup(stores: Stores, asked: Asking & { body: Group }) {
  return many(stores, asked, { state: 'queued' }, (tx, filter) =>
    replayDead(tx, filter, LETTERS_AT_ONCE),
  )
}

/** Gives many up for good, the oldest first, at most `LETTERS_AT_ONCE`. */
export function discardGroup(
  stores: Stores,
  asked: Asking & { by: Parameters<typeof nameOf>[0]; body: Group & Because },
) {
  const wish = { by: nameOf(asked.by), because: asked.body.reason, most: LETTERS_AT_ONCE }
  return many(stores, asked, { state: 'cancelled' }, (tx, filter) => discardDead(tx, filter, wish))
}

async function many(
  { sql, redis, clock }: Stores,
  asked: Asking & { body: Group & Partial<Because> },
  { state }: { state: string },
  work: (tx: Tx, filter: DeadFilter) => Promise<Letter[]>,
): Promise<{ done: number; left: number }> {
  const { list, of, reason } = asked.body
  const done = await sql.begin(async (tx) => {
    const letters = await work(tx, { list, reason: of })
    if (letters.length === 0) return 0
    const after = { state, of: of ?? 'all', letters: letters.length }
    const told = { before: { state: 'dead' }, after, ...(reason !== undefined && { reason }) }
    await keepChange(tx, asked, { subject: list, ...told }, clock.now())
    return letters.length
  })
  if (done > 0) await withPatience(restoreLetters({ sql, redis }, list))
  return { done, left: await countDead(sql, { list, reason: of }) }
}
