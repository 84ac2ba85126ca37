/**
 * Table `model_places`: the one gate before a model server, for every process that asks it.
 *
 * A server answers so many at once, and lets the others wait inside an open request until they give up.
 * So they wait here, and ask when it is their turn. Of one process only the first in line asks for a
 * place; places are held by leases in the database's own time, which a process that dies lets go.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import type { Sql } from '../open.ts'

export type ModelGate = {
  /** Runs `work` once there is a place. Undefined where none came free in time, or `signal` aborted. */
  pass<T>(work: () => Promise<T>, signal: AbortSignal): Promise<{ value: T } | undefined>
}

export type GateSettings = {
  /** What is gated: the server's address, without user or password. */
  server: string
  places: number
  /** How long one waits for a place before it lets others go first. */
  waitMs: number
  /** How long a place is held without being held anew. */
  leaseMs?: number
  /** How often the first in line asks. */
  pollMs?: number
}

export function openModelGate(
  sql: Sql,
  { server, places, waitMs, leaseMs = 30_000, pollMs = 250 }: GateSettings,
): ModelGate {
  const line: Promise<unknown>[] = []
  const take = async (holder: string, until: number, signal: AbortSignal) => {
    for (;;) {
      const place = await takePlace(sql, { server, places, holder, leaseMs })
      if (place !== undefined) return place
      if (performance.now() >= until || signal.aborted) return undefined
      await sleep(pollMs, undefined, { signal }).catch(() => undefined)
    }
  }
  return {
    async pass(work, signal) {
      const until = performance.now() + waitMs
      const holder = randomUUID()
      const before = line.at(-1)
      const turn = (async () => {
        await before
        return performance.now() < until && !signal.aborted
          ? take(holder, until, signal)
          : undefined
      })()
      const ended = turn.catch(() => undefined)
      line.push(ended)
      void ended.then(() => line.splice(line.indexOf(ended), 1))
      const place = await turn
      if (place === undefined) return undefined
      const beat = setInterval(() => {
        void holdPlace(sql, { server, place, holder, leaseMs }).catch(() => undefined)
      }, leaseMs / 3)
      try {
        return { value: await work() }
      } finally {
        clearInterval(beat)
        // Where the database is away the lease ends by itself.
        await leavePlace(sql, { server, place, holder }).catch(() => undefined)
      }
    },
  }
}

type Held = { server: string; place: number; holder: string }

async function takePlace(
  sql: Sql,
  { server, places, holder, leaseMs }: Omit<Held, 'place'> & { places: number; leaseMs: number },
): Promise<number | undefined> {
  const [row] = await sql<{ place: number }[]>`
    insert into model_places as held (server, place, holder, held_until)
    select ${server}, place, ${holder}, clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    from generate_series(1, ${places}::integer) place
    where not exists (select from model_places other
      where other.server = ${server} and other.place = place.place and other.held_until > clock_timestamp())
    order by place limit 1
    on conflict (server, place) do update set holder = excluded.holder, held_until = excluded.held_until
    where held.held_until <= clock_timestamp()
    returning place`
  return row?.place
}

async function holdPlace(
  sql: Sql,
  { server, place, holder, leaseMs }: Held & { leaseMs: number },
): Promise<void> {
  await sql`update model_places
    set held_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    where server = ${server} and place = ${place} and holder = ${holder}`
}

async function leavePlace(sql: Sql, { server, place, holder }: Held): Promise<void> {
  await sql`delete from model_places
    where server = ${server} and place = ${place} and holder = ${holder}`
}
