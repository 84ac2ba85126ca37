/** What the API answers of alerts: the rules, what fires, what fired, and what a person does about it. */

import * as v from 'valibot'
import { Uuid } from '../primitives.ts'
import type { ApiRoutes } from './route.ts'
import { Count, Moment } from './words.ts'

const AlertName = v.pipe(
  v.string(),
  v.regex(/^Stonks[A-Za-z]{1,60}$/, 'an alert such as StonksRedisDown'),
)
const Severity = v.picklist(['critical', 'warning', 'info'])

export const AlertFiring = v.strictObject({
  firingId: Uuid,
  alert: AlertName,
  labels: v.record(v.string(), v.string()),
  severity: Severity,
  summary: v.string(),
  /** Real time, as all of these. */
  beganAt: Moment,
  endedAt: v.nullable(Moment),
  ackedAt: v.nullable(Moment),
  ackedBy: v.nullable(v.string()),
  ackedBecause: v.nullable(v.string()),
})
export type AlertFiring = v.InferOutput<typeof AlertFiring>

const AlertRuleRow = v.strictObject({
  alert: AlertName,
  severity: Severity,
  /** In Prometheus' words, as it judges it too. */
  expr: v.string(),
  forSeconds: Count,
  summary: v.string(),
  runbook: v.string(),
  /** Only Prometheus can judge it: it asks Kubernetes or KEDA, or whether the API itself is there. */
  isElsewhere: v.boolean(),
  firing: Count,
  silence: v.nullable(
    v.strictObject({
      until: Moment,
      silencedBy: v.string(),
      silencedAt: Moment,
      reason: v.string(),
    }),
  ),
})
export type AlertRuleRow = v.InferOutput<typeof AlertRuleRow>

export const FIRINGS_MAX = 100

export const AlertsPage = v.strictObject({
  firing: v.pipe(v.array(AlertFiring), v.maxLength(FIRINGS_MAX)),
  ended: v.pipe(v.array(AlertFiring), v.maxLength(FIRINGS_MAX)),
  rules: v.array(AlertRuleRow),
})
export type AlertsPage = v.InferOutput<typeof AlertsPage>

const Why = v.pipe(v.string(), v.trim(), v.minLength(1, 'why'), v.maxLength(200))
/** A week. */
const SILENCE_MINUTES_MAX = 10_080

export const alertRoutes = {
  'GET /api/alerts': {
    service: 'query-api',
    role: 'viewer',
    does: `shows the rules of alerts, what fires and what fired, at most ${FIRINGS_MAX} of each`,
    answer: AlertsPage,
  },
  'POST /api/alerts/:id/acknowledge': {
    service: 'query-api',
    role: 'operator',
    does: 'takes note of an alert that fires',
    names: 'alert that fires',
    body: v.strictObject({ reason: Why }),
    answer: v.strictObject({ firingId: Uuid }),
  },
  'POST /api/alert-rules/:id/silence': {
    service: 'query-api',
    role: 'operator',
    does: 'keeps an alert silent for a while, or with 0 minutes ends that',
    names: 'alert',
    id: AlertName,
    body: v.strictObject({
      minutes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(SILENCE_MINUTES_MAX)),
      reason: Why,
    }),
    answer: v.strictObject({ alert: AlertName, until: v.nullable(Moment) }),
  },
} as const satisfies ApiRoutes
