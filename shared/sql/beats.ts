/** Table `service_beats`: which always-on programs are there, and how their rounds go. Times are PostgreSQL's own, real. */

import { randomUUID } from 'node:crypto'
import { speakerOf, type HeardBeat } from '../domain/liveness.ts'
import { readEnv } from '../host/env.ts'
import { plainText } from '../domain/document/text/cut.ts'
import type { Beat } from '../host/beat.ts'
import type { Db, Tx } from './open.ts'

const SAID_MAX = 500
const REVISION_MAX = 80
/** An instance that is silent for so long while another of its service beats is gone for good. */
const GONE = '1 minute'

/** Says the beats of this process as one instance of a service, and forgets those that it took the place of. */
export function openBeats(db: Db, service: string): (beat: Beat) => Promise<void> {
  const instance = randomUUID()
  const revision = plainText(readEnv('BUILD'), REVISION_MAX)
  return async ({ everyMs, sinceRoundMs, runningMs, runningMsMax, failures, said }) => {
    const ago = (ms: number | null) =>
      ms === null ? null : db`clock_timestamp() - ${ms / 1_000} * interval '1 second'`
    const row = {
      everyMs: everyMs === null ? null : Math.round(everyMs),
      failures,
      said: plainText(said, SAID_MAX),
    }
    await db`
      insert into service_beats
        (service, instance, every_ms, round_at, running_since, running_ms_max, failures, said, revision)
      values (${service}, ${instance}, ${row.everyMs}, ${ago(sinceRoundMs)}, ${ago(runningMs)}, ${runningMsMax},
        ${row.failures}, ${row.said}, ${revision})
      on conflict (service, instance) do update set at = clock_timestamp(), every_ms = excluded.every_ms,
        round_at = excluded.round_at, running_since = excluded.running_since,
        running_ms_max = excluded.running_ms_max, failures = excluded.failures,
        said = excluded.said`
    // One that the clock was set back behind is as silent as one that is past.
    await db`
      delete from service_beats where service = ${service} and instance <> ${instance}
        and at not between clock_timestamp() - ${GONE}::interval and clock_timestamp() + ${GONE}::interval`
  }
}

/** One instance of a service, as it was heard last. */
export type HeardInstance = HeardBeat & {
  instance: string
  revision: string
  startedAt: Date
  at: Date
  roundAt: Date | null
}

/**
 * Every instance that is known, by its service and age. Times are the database's own: a moment that lies ahead, after
 * its clock was set back, is as far away as one that lies as far behind.
 */
export async function readInstances(db: Db): Promise<HeardInstance[]> {
  return db<HeardInstance[]>`
    select service, instance, revision, started_at, at, round_at, failures, said, every_ms, running_ms_max,
      abs(extract(epoch from clock_timestamp() - at))::double precision * 1000 as silent_ms,
      abs(extract(epoch from clock_timestamp() - round_at))::double precision * 1000 as since_round_ms,
      abs(extract(epoch from clock_timestamp() - running_since))::double precision * 1000 as running_ms
    from service_beats order by service, started_at, instance`
}

/** Each service by the one of its instances that speaks for it. */
export async function readBeats(db: Db): Promise<HeardBeat[]> {
  const instances = Object.values(Object.groupBy(await readInstances(db), ({ service }) => service))
  return instances.flatMap((of) => (of?.[0] ? [speakerOf(of)] : []))
}

/**
 * Takes a service off that is not to come back: it is missed no more, until it beats again. Only one that is
 * silent is taken off; how many instances went.
 */
export async function retireService(tx: Tx, service: string, silentMs: number): Promise<number> {
  const gone = await tx`
    delete from service_beats b where service = ${service} and not exists (
      select from service_beats heard where heard.service = b.service
        and abs(extract(epoch from clock_timestamp() - heard.at)) * 1000 <= ${silentMs})`
  return gone.count
}
