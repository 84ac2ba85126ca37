/** How an API says yes and no. */

import * as v from 'valibot'
import { Refusal } from '../refusal.ts'

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** A value as JSON, never stored by a browser; what is an answer already stays as it is. */
export function toAnswer(value: unknown, status = 200): Response {
  return value instanceof Response ? value : Response.json(value, { status, headers: HEADERS })
}

/** Every refusal has the shape `{ detail, code }`. */
export function toRefusal({ status, message, code, headers }: Refusal): Response {
  return Response.json({ detail: message, code }, { status, headers: { ...HEADERS, ...headers } })
}

/** The refusal that was thrown; undefined of a fault. */
export function refusalOf(fault: unknown): Refusal | undefined {
  if (v.isValiError(fault)) return new Refusal(422, v.summarize(fault.issues))
  return fault instanceof Refusal ? fault : undefined
}
