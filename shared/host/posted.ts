/** A job as it was posted: a CloudEvent that a program of ours signed, and nothing else is read. */

import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { verifyRequest } from './signature.ts'

/** Attributes of the event in binary mode, but the body's own media type. */
const ATTRIBUTES = ['specversion', 'id', 'source', 'type', 'time', 'traceparent'] as const

/**
 * What was posted, whatever it says.
 *
 * @throws Refusal 401 of what none of ours signed. @throws SyntaxError of what is no JSON.
 */
export function readPosted(secret: string, request: IncomingMessage, body: Buffer): unknown {
  const { method = '', url = '', headers } = request
  verifyRequest(secret, { method, target: url, headers, body: coveredOf(headers, body) })
  const said: unknown = JSON.parse(body.toString('utf8'))
  return headers['ce-id'] === undefined ? said : eventOf(headers, said)
}

/**
 * What a signature covers: the body, and in binary mode the attributes that stand in headers before it,
 * as one line of JSON. No event in structured mode reads as that.
 */
export function coveredOf(headers: IncomingHttpHeaders, body: Buffer): Buffer {
  if (headers['ce-id'] === undefined) return body
  return Buffer.concat([Buffer.from(`${JSON.stringify(attributesOf(headers))}\n`), body])
}

/** In binary mode the body is the job, and headers hold the rest (CloudEvents, HTTP binding 3.1). */
function eventOf(headers: IncomingHttpHeaders, data: unknown): Record<string, unknown> {
  return { ...attributesOf(headers), data }
}

function attributesOf(headers: IncomingHttpHeaders): Record<string, unknown> {
  const given = ATTRIBUTES.flatMap((name) => {
    const value = headers[`ce-${name}`]
    return value === undefined ? [] : [[name, value]]
  })
  return Object.fromEntries(given) as Record<string, unknown>
}
