/** How an API says yes and no. */

import * as v from 'valibot'
import { sha256 } from '../ids.ts'
import { redact } from '../redact.ts'
import type { FieldFault } from '../../contracts/api/route.ts'
import { badFields, Refusal } from '../refusal.ts'

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** A value as JSON, never stored by a browser. */
export function toAnswer(
  value: unknown,
  status = 200,
  more: Record<string, string> = {},
): Response {
  return Response.json(value, { status, headers: { ...HEADERS, ...more } })
}

/** The answer to a read with its mark (RFC 9110, ETag); nothing but the mark for who has it already. */
export async function marked(answer: Response, asked: Headers): Promise<Response> {
  const body = new Uint8Array(await answer.arrayBuffer())
  const mark = `"${sha256(body).slice(0, 32)}"`
  const headers = new Headers(answer.headers)
  headers.set('etag', mark)
  headers.set('vary', 'accept, authorization, cookie')
  const known = asked.get('if-none-match')?.split(',') ?? []
  if (known.some((one) => one.trim().replace(/^W\//, '') === mark))
    return new Response(null, { status: 304, headers })
  return new Response(body, { status: answer.status, headers })
}

/** Every refusal has the shape `{ detail, code }`, and where fields are wrong `faults` beside it. */
export function toRefusal({ status, message, code, headers, faults }: Refusal): Response {
  const told = faults.map(({ field, says }) => ({ field, says: redact(says) }))
  return Response.json(
    { detail: redact(message), code, ...(told.length > 0 && { faults: told }) },
    { status, headers: { ...HEADERS, ...headers } },
  )
}

/** The refusal that was thrown; undefined of a fault. */
export function refusalOf(fault: unknown): Refusal | undefined {
  if (v.isValiError(fault)) return badFields(fault.issues.map(faultOf))
  return fault instanceof Refusal ? fault : undefined
}

const RECEIVED_MAX = 80

/** The field, what is wanted of it and what is there, in one form whatever the schema's words are. */
function faultOf(issue: v.BaseIssue<unknown>): FieldFault {
  const { message, received } = issue
  const wanted = message.startsWith('Invalid ') ? wantedOf(issue) : message
  const found = received.length > RECEIVED_MAX ? 'a longer text' : received
  return {
    field: v.getDotPath(issue) ?? '',
    says: wanted.startsWith('expected ')
      ? wanted
      : `expected ${wanted}, found ${found === 'undefined' ? 'nothing' : found}`,
  }
}

/** What a schema without words of its own asks for. */
function wantedOf({ type, expected }: v.BaseIssue<unknown>): string {
  if (expected === null) return 'something else'
  // A field too many, or one too few.
  if (type.endsWith('object')) return expected === 'never' ? 'no such field' : 'it to be there'
  return expected.replace(/^>=/, 'at least ').replace(/^<=/, 'at most ')
}
