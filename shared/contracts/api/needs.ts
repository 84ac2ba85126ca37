/** What waits for a person, the most urgent first. */

import * as v from 'valibot'
import type { ApiRoutes } from './route.ts'
import { Code, Count, Moment } from './words.ts'

/** In the order of their urgency. */
export const NEED_KINDS = [
  'unreadable',
  'exit_refused',
  'service_unwell',
  'alert_critical',
  'approval_waits',
  'dead_letters',
  'sources_fail',
  'alert_warning',
] as const

/** Lines of one kind that are told at most; `more` counts the rest. */
export const NEEDS_PER_KIND = 5

export const Need = v.strictObject({
  kind: v.picklist(NEED_KINDS),
  /** Which one: a ticker, a service, a list, a kind of source, an alert; empty where all are meant. */
  of: v.string(),
  /** Where its page needs another word than `of`: the stage of a list. */
  at: v.string(),
  count: Count,
  /** A code of what is wrong, where there is one. */
  code: v.nullable(Code),
  /** In the words of whoever said it; empty where there are none. */
  says: v.string(),
  /** When it began or, of what waits for an answer, when it ends; null where that is not known. */
  since: v.nullable(Moment),
})
export type Need = v.InferOutput<typeof Need>

export const needRoutes = {
  'GET /api/needs': {
    service: 'query-api',
    role: 'viewer',
    does: 'shows what waits for a person, the most urgent first',
    answer: v.strictObject({ needs: v.array(Need), more: Count }),
    topic: 'all',
  },
} as const satisfies ApiRoutes
