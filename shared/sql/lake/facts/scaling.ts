/** What waited at each stage, and how many worked, at most once a minute while that changes. */

import { lakeTable } from './fact.ts'

export const scalingTable = lakeTable({
  name: 'scaling',
  jobType: 'scaling',
  says: 'What waited at each stage, and how many worked, at most once a minute while that changes',
  table: 'stage_samples',
  key: { stage: 'text', sampled_at: 'timestamptz' },
  entity: 'stage',
  isByDay: true,
  moment: 'sampled_at',
  outlives: 'retention',
  columns: {
    stage: ['text', 'the stage'],
    sampled_at: ['timestamp', 'when, real time'],
    business_at: ['timestamp', 'when, business time'],
    pending: ['integer', 'jobs that wait'],
    in_flight: ['integer', 'jobs in work'],
    replicas: ['integer', 'functions that ran; none where a cluster scales'],
    paused: ['boolean', 'true while people hold the stage'],
  },
})
