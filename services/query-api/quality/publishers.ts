/** Publishers by how much of what they said was tried, with how often prices bore it out. */

import type { PublisherRecord } from '#shared/contracts/api/quality.ts'
import { SOURCE_PUBLISHERS_MAX } from '#shared/contracts/api/sources.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { shareInterval } from '#shared/domain/statistics/share-interval.ts'
import type { Db } from '#shared/sql/open.ts'

type Row = Omit<Served<PublisherRecord>, 'interval'>

/** Documents of a source that say who its publishers are. */
const NEWEST = 200

/** Fresh domains come in any number; those that are tried, or that gave most, are listed. */
const PUBLISHERS_MAX = 500

export async function listPublisherRecords(db: Db): Promise<Served<PublisherRecord>[]> {
  const rows = await db<Row[]>`
    select ${columns(db)}
    from publishers left join publisher_records using (domain)
    order by coalesce(tried, 0) desc, documents desc, domain collate "C" limit ${PUBLISHERS_MAX}`
  return rows.map(withInterval)
}

/** Those of a source's newest documents, the most frequent first. */
export async function listPublishersOf(
  db: Db,
  sourceId: string,
): Promise<Served<PublisherRecord>[]> {
  const rows = await db<Row[]>`
    with told as (
      select publisher_domain as domain, count(*) as count from (
        select publisher_domain from documents where source_id = ${sourceId}
        order by published_at desc limit ${NEWEST}
      ) newest where publisher_domain is not null group by publisher_domain
    )
    select ${columns(db)} from told join publishers using (domain) left join publisher_records using (domain)
    order by told.count desc, domain collate "C" limit ${SOURCE_PUBLISHERS_MAX}`
  return rows.map(withInterval)
}

function columns(db: Db) {
  return db`domain, name, owner, documents, first_seen_at, credibility,
    coalesce(tried, 0) as tried, coalesce(borne_out, 0) as borne_out, through::text as through`
}

/** A count with how sure one can be of its share. */
export function withInterval<T extends { tried: number; borneOut: number }>(row: T) {
  return { ...row, interval: shareInterval(row.borneOut, row.tried) }
}
