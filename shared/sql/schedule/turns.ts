/** Whose turn it is to record, of the fetches scheduled for one moment. */

import type { SourceType } from '../../contracts/sources/source-configs.ts'
import { typesThatBring } from '../../domain/source/sources.ts'
import type { Db } from '../open.ts'

const PRICES = typesThatBring('prices')
/** Of two copies of one story found at one moment, the one from the earlier type stands. */
const STORIES = typesThatBring('stories')
const WAITS_FOR_NONE = PRICES

/**
 * Whether another fetch scheduled for the same moment, and ahead of this one, is still to be
 * recorded. Prices are ahead of every document, since what is made of documents reads prices;
 * stories wait for each other by their source's type and id. One that has failed or is put off is
 * not waited for.
 */
export async function isAnotherFirst(
  db: Db,
  {
    jobId,
    scheduledAt,
    sourceType,
    sourceId,
  }: { jobId: string; scheduledAt: string; sourceType: SourceType; sourceId: string },
): Promise<boolean> {
  if (WAITS_FOR_NONE.includes(sourceType)) return false
  const [row] = await db<{ first: boolean }[]>`
    select exists (
      select from jobs j cross join lateral (select payload->>'source_type' as kind,
        array_position(${STORIES}::text[], payload->>'source_type') as place) as theirs
      where list = 'ingestion' and state = 'queued' and job_id <> ${jobId}
        and payload->>'scheduled_at' = ${scheduledAt}
        and (kind = any(${PRICES}::text[]) or (place, payload->>'source_id') <
          (array_position(${STORIES}::text[], ${sourceType}), ${sourceId}))
        and not exists (select from ingestion_runs r where r.job_id = j.job_id and r.status in ('failed', 'put_off'))
    ) as first`
  return row?.first ?? false
}
