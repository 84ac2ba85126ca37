/** Every job of the pipeline that ended, but those of the lake itself. */

import { lakeTable } from './fact.ts'

export const jobsTable = lakeTable({
  name: 'jobs',
  jobType: 'job',
  says: 'Every job of the pipeline that ended, but those of the lake itself',
  table: 'jobs',
  key: { job_id: 'uuid' },
  moment: 'enqueued_at',
  // One that people have done again is no fact until it ends anew.
  outlives: 'always',
  only: "t.state in ('done', 'dead', 'cancelled') and t.list <> 'lake_publish'",
  columns: {
    job_id: ['text', 'the job'],
    list: ['text', 'the list it waited in'],
    state: ['text', 'how it ended: done, dead or cancelled'],
    caused_by: ['text', 'the job that made it'],
    business_at: ['timestamp', 'when it was made, business time'],
    enqueued_at: ['timestamp', 'when it was made, real time'],
    settled_at: ['timestamp', 'when it ended, real time'],
    deliveries: ['integer', 'how often it was delivered'],
    replayed: ['integer', 'how often people had it done again'],
    reason: ['text', 'why it was given up, as a code'],
    producer: ['text', 'who made it'],
    traceparent: ['text', 'its trace, W3C'],
  },
})
