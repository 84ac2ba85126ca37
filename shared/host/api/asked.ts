/** What a route is asked, held to its schemas. */

import type { IRequest } from 'itty-router'
import * as v from 'valibot'
import type { ApiRoute } from '../../contracts/api/route.ts'
import { Uuid } from '../../contracts/primitives.ts'
import { Refusal } from '../refusal.ts'
import { isTooDeep, UNSTORABLE, unstorableIn } from '../storable.ts'

/**
 * The id in the address, the query and the body.
 *
 * @throws Refusal or ValiError of what is not of their form.
 */
export function parseAsked(route: ApiRoute, request: IRequest, body: Uint8Array) {
  return {
    ...(route.names === undefined
      ? {}
      : { id: v.parse(route.id ?? Uuid, request.params['id']) as string }),
    ...(route.query ? { query: v.parse(route.query, request.query) } : {}),
    ...(route.body ? { body: v.parse(route.body, readJson(body)) } : {}),
  }
}

function readJson(bytes: Uint8Array): unknown {
  const body = parseJson(new TextDecoder().decode(bytes))
  if (isTooDeep(body)) throw new Refusal(400, 'The body is nested too deep', 'too_deep')
  const at = unstorableIn(body)
  if (at !== undefined) throw new Refusal(400, `${at}: ${UNSTORABLE}`)
  return body
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(400, 'The body is no JSON')
  }
}
