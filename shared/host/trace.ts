/** One request's way through all services, lists and logs (W3C Trace Context, level 1). */

import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import { sha256 } from './ids.ts'

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
export function traceOf(headers: Readonly<Record<string, unknown>>): Trace {
  const [parentGiven, named] = [textOf(headers['traceparent']), textOf(headers['x-trace-id'])]
  const [, parent] = PARENT.exec(parentGiven) ?? []
  const given = parent ?? (ID.test(named) ? named : NONE)
  const traceId = given === NONE ? randomBytes(16).toString('hex') : given
  return { traceId, traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What begins by itself, such as a round: the same occasion begins the same trace in a replay. */
export function traceparentFrom(occasion: string): string {
  const hash = sha256(occasion)
  return `00-${hash.slice(0, 32)}-${hash.slice(32, 48)}-01`
}

const running = new AsyncLocalStorage<string>()

/** Runs work so that its log lines name the trace; without one it just runs. */
export function withTrace<T>(traceparent: string | undefined, run: () => T): T {
  const [, traceId] = PARENT.exec(traceparent ?? '') ?? []
  return traceId === undefined ? run() : running.run(traceId, run)
}

/** For a line of the log. */
export function traceNow(): { traceId?: string } {
  const traceId = running.getStore()
  return traceId === undefined ? {} : { traceId }
}
