/** Shipped questions: how documents come in and go through the stages. */

import type { ShippedQuestion } from './shipped.ts'

export const pipelineQuestions: readonly ShippedQuestion[] = [
  {
    slug: 'documents-by-publisher',
    area: 'pipeline',
    name: 'Documents by publisher',
    says: 'How many documents each publisher brought, and how long after publication they came in, in minutes on average',
    statement: `select coalesce(publisher, '') as publisher, count(*) as documents,
  round(avg(date_diff('second', published_at, ingested_at) / 60e0), 1) as minutes_behind
from documents
group by coalesce(publisher, '')
order by documents desc, publisher
limit 50`,
    chart: { kind: 'bar', x: 'publisher', y: ['documents'] },
  },
  {
    slug: 'dead-jobs-by-reason',
    area: 'pipeline',
    name: 'Dead jobs by reason',
    says: 'Jobs that were given up, by the list they waited in and why',
    statement: `select list, reason, count(*) as jobs, max(settled_at) as last_at
from jobs
where state = 'dead'
group by list, reason
order by jobs desc, list, reason`,
    chart: { kind: 'bar', x: 'reason', y: ['jobs'] },
  },
]
