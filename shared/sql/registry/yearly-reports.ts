/** The newest yearly report of each company that is kept, as part of a query. */

import type { Db } from '../open.ts'

/** An older one tells of a company that is another by now. */
export const REPORT_DAYS = 800

/**
 * The report published last up to `now`, at most 800 days ago, of each company that has one: company, document,
 * title, where its text is. An amendment (10-K/A) is none: it holds what is amended alone. The condition is
 * that of index `documents_yearly_reports`, word for word.
 */
export function selectYearlyReports(db: Db, now: Date) {
  return db`
    select distinct on (s.company_id) s.company_id, d.document_id, d.title, d.normalized_bucket,
      d.normalized_key, d.normalized_sha256
    from documents d join sources s using (source_id)
    where d.document_type = 'filing' and d.title ~ ' (10-K|10-K405|20-F|40-F)(?!/)(\\W|$)'
      and d.normalized_key is not null and d.published_at <= ${now}
      and d.published_at > ${now}::timestamptz - ${REPORT_DAYS} * interval '1 day'
    order by s.company_id, d.published_at desc, d.document_id`
}
