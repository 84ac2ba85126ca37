/** How the API says no: always `{ detail }`, with the status that fits. */

import { json, StatusError, type IRequest } from 'itty-router'
import * as v from 'valibot'

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** 200 with the value as JSON; never stored by a browser. */
export function answer(value: unknown): Response {
  return json(value, { headers: HEADERS })
}

/** The value, or a 404 that names what was asked for. */
export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new StatusError(404, `No ${what}`)
  return value
}

/** Every refusal has the shape `{ detail }`; what is not a refusal stays a fault. */
export function toDetail(fault: unknown): Response {
  if (v.isValiError(fault)) return refuse(422, v.summarize(fault.issues))
  if (fault instanceof StatusError) return refuse(fault.status, fault.message)
  throw fault
}

export function refuse(status: number, detail: string): Response {
  return json({ detail }, { status, headers: HEADERS })
}

/**
 * Lets a change through only as JSON from this very page: other sites cannot send that without the
 * browser's leave (WHATWG Fetch, CORS-safelisted request headers).
 */
export function guardChange(request: IRequest): Response | undefined {
  const site = request.headers.get('sec-fetch-site')
  if (site && site !== 'same-origin' && site !== 'none') {
    return refuse(403, 'A change must come from the page itself')
  }
  const type = request.headers.get('content-type') ?? ''
  if (!type.startsWith('application/json')) return refuse(415, 'Send application/json')
  return undefined
}

/**
 * A body as JSON.
 *
 * @throws StatusError 400 when it is none.
 */
export async function readBody(request: IRequest): Promise<unknown> {
  try {
    return JSON.parse(await request.text())
  } catch {
    throw new StatusError(400, 'The body is no JSON')
  }
}
