/** How an API says yes and no. */

import * as v from 'valibot'
import { sha256 } from '../ids.ts'
import { redact } from '../redact.ts'
import { Refusal } from '../refusal.ts'

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

/** Every refusal has the shape `{ detail, code }`. */
export function toRefusal({ status, message, code, headers }: Refusal): Response {
  return Response.json(
    { detail: redact(message), code },
    { status, headers: { ...HEADERS, ...headers } },
  )
}

/** The refusal that was thrown; undefined of a fault. */
export function refusalOf(fault: unknown): Refusal | undefined {
  if (v.isValiError(fault)) return new Refusal(422, v.summarize(fault.issues))
  return fault instanceof Refusal ? fault : undefined
}
