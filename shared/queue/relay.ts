/**
 * The relay: pushes committed jobs to their lists.
 *
 * One relay at a time has the turn, so two never push one job twice, and no row is held while Redis
 * is asked. A crash between a push and its note only makes a copy, which delivery recognises. A list
 * at its high-water mark takes no more: its rows wait here (docs/delivery.md, G8).
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { markRelayed, readWaiting, readWaitingLists } from './record/dispatch.ts'
import { endTurn, keepTurn, readTurn, takeTurn } from './record/relay-turn.ts'
import { openHearing } from '../sql/hearing.ts'
import type { Sql } from '../sql/open.ts'
import { writeEvent } from './envelope.ts'
import { readNumber } from '../host/env.ts'
import type { Logger } from '../host/log.ts'
import { startLoop } from '../host/loop.ts'
import { openOutage, tellAll, type Outage } from '../host/outage.ts'
import { push } from './redis/claim.ts'
import type { Redis } from './redis/connection.ts'

export type Dispatch = {
  sql: Sql
  redis: Redis
  log: Logger
  /** Throws while the record has not the schema that this code needs. */
  needs?: () => Promise<void>
  /** Told of each turn as the log is. */
  report?: Outage
}
export type Running = { stop(): Promise<void> }

const BATCH = 500
/** How long a lost notice costs, and how often a full list is looked at. */
const FALLBACK_MS = 1_000
/** While jobs commit one after another, so long they gather for the next round. */
const GATHER_MS = 5
/** How long Redis may take for a batch. */
const PATIENCE_MS = 5_000
/** How long a relay that died holds up the others. */
const TURN_SECONDS = 5

/** Starts relaying; jobs are pushed as soon as they commit. Outlives restarts of both servers. */
export function startRelay({ sql, redis, log, needs, report }: Dispatch): Running {
  const highWater = readNumber('HIGH_WATER', 1)
  const says = { begins: 'relay waits: no job is pushed', ends: 'relay pushes jobs again' }
  const outage = tellAll(openOutage(log, says), report)
  const turn = openTurn(sql)
  const hearing = openHearing(sql, 'jobs', () => loop.wake())
  let pushedAt = Number.NEGATIVE_INFINITY
  const loop = startLoop(
    async () => {
      await needs?.()
      const rest = pushedAt + GATHER_MS - performance.now()
      if (rest > 0) await sleep(rest)
      // After an outage the subscription may be gone without a word: it is made again.
      await hearing.begin()
      if ((await relayRound({ sql, redis, turn }, highWater)) === 0) return FALLBACK_MS
      pushedAt = performance.now()
      return 0
    },
    FALLBACK_MS,
    {
      over: outage.over,
      met(fault) {
        outage.met(fault)
        void hearing.end()
      },
    },
  )
  return {
    async stop() {
      await loop.stop()
      await hearing.end()
      // Where PostgreSQL is away, the turn ends by itself.
      await turn.end().catch(() => undefined)
    },
  }
}

/**
 * Pushes one batch of each list that has room; returns how many jobs were pushed, none where another
 * relay has the turn.
 *
 * @throws Error when Redis does not answer within `patienceMs`; the next round goes on.
 */
export async function relayRound(
  { sql, redis, turn }: { sql: Sql; redis: Redis; turn?: Turn },
  highWater: number = readNumber('HIGH_WATER', 1),
  patienceMs: number = PATIENCE_MS,
): Promise<number> {
  const [lists, number] = await Promise.all([readWaitingLists(sql), readTurn(sql)])
  if (lists.length === 0) return 0
  const own = turn ?? openTurn(sql)
  own.see(number)
  let pushed = 0
  try {
    for (const list of lists) {
      const number = await own.hold()
      if (number === undefined) break
      await answered(redis, underWay.get(redis), patienceMs)
      const jobs = await readWaiting(sql, list, BATCH)
      const sent = push(redis, list, jobs.map(writeEvent), { highWater, needsEpoch: true })
      const taken = (await answered(redis, sent, patienceMs)) ?? 0
      const ids = jobs.slice(0, Math.max(0, taken)).map(({ jobId }) => jobId)
      if (ids.length === 0) continue
      if (await markRelayed(sql, ids, number)) pushed += ids.length
      else own.lose()
    }
  } finally {
    if (!turn) await own.end()
  }
  return pushed
}

type Turn = {
  /** Told which turn it is: where that is another, this relay has lost its own. */
  see(number: number): void
  /** Its number; undefined while another relay has it. */
  hold(): Promise<number | undefined>
  lose(): void
  end(): Promise<void>
}

/** This relay's turns: taken when there is work, kept from round to round. */
function openTurn(sql: Sql): Turn {
  let held: { number: number; until: number } | undefined
  return {
    see(number) {
      // Ended by who restores an empty Redis: what is pushed under it is pushed again by the next.
      if (held?.number !== number) held = undefined
    },
    async hold() {
      const now = performance.now()
      if (held && now > held.until - (TURN_SECONDS * 1_000) / 2) {
        const isKept = await keepTurn(sql, held.number, TURN_SECONDS)
        held = isKept ? { ...held, until: now + TURN_SECONDS * 1_000 } : undefined
      }
      if (!held) {
        const number = await takeTurn(sql, TURN_SECONDS)
        held = number === undefined ? undefined : { number, until: now + TURN_SECONDS * 1_000 }
      }
      return held?.number
    },
    lose() {
      held = undefined
    },
    async end() {
      if (held) await endTurn(sql, held.number)
      held = undefined
    },
  }
}

/** Pushes that were given up on and may still be carried out: Redis is asked for no more till then. */
const underWay = new WeakMap<Redis, Promise<number>>()

async function answered(
  redis: Redis,
  sent: Promise<number> | undefined,
  patienceMs: number,
): Promise<number | undefined> {
  if (!sent) return undefined
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const over = () => underWay.delete(redis)
      underWay.set(redis, sent.catch(() => 0).finally(over))
      reject(new Error(`Push jobs: Redis took no jobs within ${patienceMs / 1_000} s`))
    }, patienceMs)
  })
  return Promise.race([sent, late]).finally(() => clearTimeout(timer))
}
