/** What is watched rather than read: the news of the page, and the numbers for Prometheus. */

import * as v from 'valibot'
import type { ApiRoutes } from './route.ts'
import { News } from './topics.ts'

export const watchRoutes = {
  'GET /api/live': {
    service: 'query-api',
    role: 'viewer',
    does: 'tells what changes, as it changes',
    /** The id of the last message that was heard, for whoever cannot say so in a header. */
    query: v.strictObject({ after: v.optional(v.pipe(v.string(), v.maxLength(40))) }),
    media: 'text/event-stream',
    answer: News,
  },
  'GET /metrics': {
    service: 'query-api',
    role: 'viewer',
    inside: true,
    does: 'tells Prometheus how the product stands',
    media: 'text/plain',
    answer: v.string(),
  },
} as const satisfies ApiRoutes
