/** How a service's JSON API reads a body and says no. */

import { StatusError, type IRequest } from 'itty-router'
import * as v from 'valibot'
import { UNSTORABLE, unstorableIn } from './storable.ts'

/**
 * The body as JSON. Only `application/json` is read: a page of another origin cannot send that
 * without the browser's leave (WHATWG Fetch, CORS-safelisted request headers).
 *
 * @throws StatusError 415, or 400 where it is no JSON or holds text that cannot be kept.
 */
export async function readJson(request: IRequest): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  if (!type.startsWith('application/json')) throw new StatusError(415, 'Send application/json')
  const body = parseJson(await request.text())
  const at = unstorableIn(body)
  if (at !== undefined) throw new StatusError(400, `${at}: ${UNSTORABLE}`)
  return body
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new StatusError(400, 'The body is no JSON')
  }
}

/** Every refusal has the shape `{ detail }`; what is not a refusal stays a fault. */
export function toDetail(fault: unknown): Response {
  if (v.isValiError(fault)) return refuse(422, v.summarize(fault.issues))
  if (fault instanceof StatusError) return refuse(fault.status, fault.message)
  throw fault
}

/** The answer to a route that is not there. */
export function noRoute(request: IRequest): Response {
  return refuse(404, `No route ${request.method} ${new URL(request.url).pathname}`)
}

function refuse(status: number, detail: string): Response {
  return Response.json({ detail }, { status })
}
