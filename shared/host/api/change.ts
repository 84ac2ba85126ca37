/** What the audit is told of each change that is asked for, whether it is made or refused. */

import type { Principal } from '../../contracts/api/principal.ts'
import type { ApiRoute, RouteKey, Told, Trail } from '../../contracts/api/route.ts'
import type { Trace } from '../trace.ts'

export type ChangeRow = Trail & {
  subject: string
  before: Readonly<Record<string, unknown>> | null
  after: Readonly<Record<string, unknown>> | null
  reason: string
  /** `done`, or the code of the refusal. */
  outcome: string
}

/** One request, as far as it has come. */
export type Visit = {
  readonly key: RouteKey
  readonly route: ApiRoute
  readonly trace: Trace
  by: Principal
  told: Told
  /** A row stands already, written in the change's own transaction. */
  isKept: boolean
  /** Another service has answered, and with it written the row. */
  isPassed: boolean
}

/** Who asks, by which route and on which way. */
export function trailOf({ key, route, by, trace }: Visit): Trail {
  return { by, action: key, does: route.does, traceId: trace.traceId }
}

/** The row that is still to be written; undefined where there is none to write. */
export function rowOf(visit: Visit, outcome: string): ChangeRow | undefined {
  const { key, route, told, isKept, isPassed } = visit
  const isDone = outcome === 'done'
  if (key.startsWith('GET ') || isPassed || (isDone && (isKept || route.routine))) return undefined
  const { subject = '', before = null, after = null, reason = '' } = told
  return { ...trailOf(visit), subject, before, after, reason, outcome }
}
