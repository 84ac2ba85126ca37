/** Many more documents than the small day has. */

import type { Sql } from '#shared/sql/open.ts'
import { ids } from './fixture-base.ts'

/** As many as `count`, each told a day before the one before; they name nobody. */
export async function fillDocuments(sql: Sql, count: number): Promise<void> {
  await sql`
    insert into documents (document_id, content_hash, source_type, document_type, title, publisher, published_at,
      ingested_at, status, status_at, raw_bucket, raw_key, raw_sha256, raw_media_type)
    select gen_random_uuid(), repeat(md5(n::text), 2), source_type, document_type, 'Rain again, day ' || n, 'Weather',
      published_at - n * interval '1 day', ingested_at, 'low_quality', status_at, raw_bucket, raw_key, raw_sha256,
      raw_media_type
    from documents, generate_series(1, ${count}) as n where document_id = ${ids.document(0)}`
}
