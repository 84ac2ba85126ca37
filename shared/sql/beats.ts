/** Table `service_beats`: which always-on programs are there, and how their rounds go. Times are PostgreSQL's own, real. */

import { randomUUID } from 'node:crypto'
import type { HeardBeat } from '../domain/liveness.ts'
import { plainText } from '../domain/document/text/cut.ts'
import type { Beat } from '../host/beat.ts'
import type { Db } from './open.ts'

const SAID_MAX = 500
/** An instance that is silent for so long while another of its service beats is gone for good. */
const GONE = '1 minute'

/** Says the beats of this process as one instance of a service, and forgets those that it took the place of. */
export function openBeats(db: Db, service: string): (beat: Beat) => Promise<void> {
  const instance = randomUUID()
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
        (service, instance, every_ms, round_at, running_since, running_ms_max, failures, said)
      values (${service}, ${instance}, ${row.everyMs}, ${ago(sinceRoundMs)}, ${ago(runningMs)}, ${runningMsMax},
        ${row.failures}, ${row.said})
      on conflict (service, instance) do update set at = clock_timestamp(), every_ms = excluded.every_ms,
        round_at = excluded.round_at, running_since = excluded.running_since,
        running_ms_max = excluded.running_ms_max, failures = excluded.failures,
        said = excluded.said`
    await db`
      delete from service_beats where service = ${service} and instance <> ${instance}
        and at < clock_timestamp() - ${GONE}::interval`
  }
}

/** Each service by its instance that beat last. */
export async function readBeats(db: Db): Promise<HeardBeat[]> {
  return db<HeardBeat[]>`
    select distinct on (service) service, failures, said, every_ms, running_ms_max,
      extract(epoch from clock_timestamp() - at)::double precision * 1000 as silent_ms,
      extract(epoch from clock_timestamp() - round_at)::double precision * 1000 as since_round_ms,
      extract(epoch from clock_timestamp() - running_since)::double precision * 1000 as running_ms
    from service_beats order by service, at desc`
}
