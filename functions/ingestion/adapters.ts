/** Which adapter fetches which source: the table of sources names it. */

import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { adapterNameOf, type AdapterName, type FetchedType } from '#shared/domain/source/sources.ts'
import type { Adapter } from './found.ts'

/** One for each name in the table; the compiler counts them. */
export type Adapters = Record<AdapterName, Adapter>

/** A job of a source that this stage fetches. */
export type FetchJob = IngestionJob & { source_type: FetchedType }

/** The adapter of a job: by its source's type, and for the web by what is there. */
export function adapterOf(adapters: Adapters, { source_type: type, config }: FetchJob): Adapter {
  return adapters[adapterNameOf(type, config)]
}
