/** How the API says no: always `{ detail }`, with the status that fits. */

import { json, StatusError, type IRequest } from 'itty-router'
import * as v from 'valibot'

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** A value as JSON with 200, never stored by a browser; what is an answer already stays as it is. */
export function toAnswer(value: unknown): Response {
  return value instanceof Response ? value : json(value, { headers: HEADERS })
}

/** Every refusal has the shape `{ detail }`; what is not a refusal stays a fault. */
export function answerFault(fault: unknown): Response {
  if (v.isValiError(fault)) return toRefusal(422, v.summarize(fault.issues))
  if (fault instanceof StatusError) return toRefusal(fault.status, fault.message)
  throw fault
}

export function toRefusal(status: number, detail: string): Response {
  return json({ detail }, { status, headers: HEADERS })
}

/**
 * Lets a change through only as JSON from this very page: other sites cannot send that without the
 * browser's leave (WHATWG Fetch, CORS-safelisted request headers).
 */
export function guardChange(request: IRequest): Response | undefined {
  const site = request.headers.get('sec-fetch-site')
  if (site && site !== 'same-origin' && site !== 'none') {
    return toRefusal(403, 'A change must come from the page itself')
  }
  const type = request.headers.get('content-type') ?? ''
  if (!type.startsWith('application/json')) return toRefusal(415, 'Send application/json')
  return undefined
}
