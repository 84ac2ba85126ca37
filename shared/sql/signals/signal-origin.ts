/** What a signal has of the document it comes from: who told it, how far it is believed, what story it tells. */

import type { Db } from '../open.ts'

export type Fragment = ReturnType<Db>

/** Columns of a signal, over `documents document` and what `originJoins` adds. */
export function originColumns(db: Db): Fragment {
  return db`stood.credibility_score as credibility,
    document.source_type,
    coalesce(publisher.owner, stood.publisher_domain, nullif(stood.publisher, ''),
      document.source_type) as source,
    'date_implausible' = any(stood.date_flags) as date_is_implausible,
    coalesce(document.story_id, document.document_id) as story_id,
    coalesce(stood.owner_record,
      case when stood.credibility_score > 0.5 then 'known' else 'none' end) as record,
    coalesce(stood.quality_score, 0) as quality`
}

/** What was read of a version that was replaced since keeps what that one was. */
export function originJoins(db: Db, version: Fragment): Fragment {
  return db`
    left join document_versions past on past.document_id = document.document_id
      and past.version = ${version}
    cross join lateral (select
      case when past.version is null then document.publisher_domain else past.publisher_domain end as publisher_domain,
      case when past.version is null then document.publisher else past.publisher end as publisher,
      case when past.version is null then document.date_flags else past.date_flags end as date_flags,
      case when past.version is null then document.quality_score else past.quality_score end as quality_score,
      case when past.version is null then document.owner_record else past.owner_record end as owner_record,
      coalesce(past.credibility_score, document.credibility_score) as credibility_score
    ) stood
    left join publishers publisher on publisher.domain = stood.publisher_domain`
}
