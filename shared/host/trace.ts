/** One request's way through all services, lists and logs (W3C Trace Context, level 1). */

import { randomBytes } from 'node:crypto'

export type Trace = {
  /** 32 hex digits: the same wherever the request leads. */
  traceId: string
  /** What is handed on. */
  traceparent: string
}

const PARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/
const ID = /^[0-9a-f]{32}$/
const NONE = '0'.repeat(32)

/** The trace a request belongs to by `traceparent` or `x-trace-id`, or a new one. */
export function traceOf(headers: Headers): Trace {
  const [, parent] = PARENT.exec(headers.get('traceparent') ?? '') ?? []
  const named = headers.get('x-trace-id') ?? ''
  const given = parent ?? (ID.test(named) ? named : NONE)
  const traceId = given === NONE ? randomBytes(16).toString('hex') : given
  return { traceId, traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` }
}
