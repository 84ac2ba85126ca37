/** What the API answers about reports. */

import * as v from 'valibot'
import { Uuid } from '../primitives.ts'
import { REPORT_TYPES } from '../sets.ts'
import { ReportBody } from './report-body.ts'
import type { ApiRoutes } from './route.ts'
import { Count, longList, Moment } from './words.ts'

const row = {
  reportId: Uuid,
  type: v.picklist(REPORT_TYPES),
  periodStart: Moment,
  periodEnd: Moment,
  /** 1, and one more each time that what it rests on had changed. */
  version: Count,
  madeAt: Moment,
  /** Whether every figure equals the books, to the cent. */
  reconciles: v.boolean(),
}

export const ReportRow = v.strictObject({ ...row, headline: v.string() })
export type ReportRow = v.InferOutput<typeof ReportRow>

export const ReportAnswer = v.strictObject({ ...row, body: ReportBody })
export type ReportAnswer = v.InferOutput<typeof ReportAnswer>

const reads = { service: 'query-api', role: 'viewer' } as const

export const reportRoutes = {
  'GET /api/reports': {
    ...reads,
    does: 'lists reports of days and weeks',
    query: longList({ type: v.optional(v.picklist(REPORT_TYPES)) }, 'periodEnd'),
    pages: { field: 'reportId', param: 'after' },
    answer: v.array(ReportRow),
    topic: 'portfolio',
  },
  'GET /api/reports/:id': {
    ...reads,
    does: 'shows a report',
    names: 'report',
    answer: ReportAnswer,
    topic: 'portfolio',
  },
  'GET /api/reports/:id/html': {
    ...reads,
    does: 'shows a report as a page of its own, to read, print and keep',
    names: 'report',
    answer: v.string(),
    media: 'text/html',
  },
} as const satisfies ApiRoutes
