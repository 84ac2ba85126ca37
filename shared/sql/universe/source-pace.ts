/** How often a source is fetched and how long it waits after a failure, as parts of queries. */

import { POLLING_SECONDS_MAX, POLLING_SECONDS_MIN } from '../../contracts/sources/settings.ts'
import { DOUBLINGS_MAX } from '../../domain/back-off.ts'
import type { SourceDescriptor } from '../../domain/source/descriptor.ts'
import { descriptorOf, sourceTypes } from '../../domain/source/sources.ts'
import type { PendingQuery, Row } from 'postgres'
import type { Db } from '../open.ts'

/** What descriptors say of a number, by type of source: a parameter that a query looks up. */
const byType = (number: (descriptor: SourceDescriptor) => number) =>
  JSON.stringify(Object.fromEntries(sourceTypes.map((type) => [type, number(descriptorOf(type))])))

const CADENCES = byType(({ cadenceSeconds: seconds }) => seconds)
const BACK_OFFS = byType(({ backOff }) => backOff.seconds)
const BACK_OFFS_MAX = byType(({ backOff }) => backOff.secondsMax)

/** Business seconds between two fetches of a row of `sources`, as a part of a query. */
export function cadenceSeconds(db: Db) {
  return db`case when jsonb_typeof(config->'polling_interval_seconds') = 'number'
    then least(greatest((config->>'polling_interval_seconds')::numeric, ${POLLING_SECONDS_MIN}), ${POLLING_SECONDS_MAX})::double precision
    else (${CADENCES}::text::jsonb->>source_type)::double precision end`
}

/** Business seconds from the last of so many failures in a row to the next try. */
export function waitSeconds(db: Db, failures: PendingQuery<Row[]>) {
  return db`least((${BACK_OFFS_MAX}::text::jsonb->>source_type)::double precision,
    (${BACK_OFFS}::text::jsonb->>source_type)::double precision
      * 2 ^ least(${failures} - 1, ${DOUBLINGS_MAX}))`
}
