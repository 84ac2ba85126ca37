/** What a page reads and changes, by the routes of the catalogue. */

import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type * as v from 'valibot'
import { catalogue, type Catalogue } from '#shared/contracts/api/catalogue.ts'
import type { AnswerOf, ApiRoute } from '#shared/contracts/api/route.ts'
import { isRefusal } from './api-error.ts'
import { ask } from './ask.ts'
import type { Consequence } from './step-up.ts'
import { streaming } from './streaming.ts'

/** Even without a live connection nothing on the page is older than this. */
const REFETCH_MS = 15_000
/** With one, what has a topic is asked for as it has news; this is for what nobody tells. */
const TOLD_REFETCH_MS = 60_000

type KeyOf<Method extends string> = Extract<keyof Catalogue, `${Method} ${string}`>

type Id<R extends ApiRoute> = R extends { names: string } ? { id: string } : unknown
/** What may be asked for; empty text asks for nothing. */
type Search<R extends ApiRoute> = R extends { query: infer S extends v.GenericSchema }
  ? { [K in keyof v.InferInput<S>]?: v.InferInput<S>[K] | number | '' }
  : unknown
type Change<R extends ApiRoute> = R extends { body: infer S extends v.GenericSchema }
  ? { body: v.InferInput<S> }
  : unknown

type Asked = { state: { data: unknown; error: Error | null } }

/** A query for what a route answers: asked again as its topic has news. */
export function read<K extends KeyOf<'GET'>>(
  key: K,
  given: Id<Catalogue[K]> & Search<Catalogue[K]>,
) {
  const { id, ...search } = given as Record<string, string | number | undefined>
  const address = addressOf(key, id, search)
  const topic = topicOf(key)
  const isTold = topic !== '' && topic !== 'all'
  return queryOptions({
    queryKey: [topic, address],
    queryFn: () => ask<AnswerOf<Catalogue[K]>>(address),
    refetchInterval: ({ state: { data, error } }: Asked) => {
      if (data === undefined && isRefusal(error)) return false
      return isTold && streaming.get() ? TOLD_REFETCH_MS : REFETCH_MS
    },
    placeholderData: keepPreviousData,
  })
}

/** What the page says before a passkey is used: the button's words, then each thing that will change. */
export type Saying = { does: string; consequences: readonly Consequence[] }
/** What raises risk says what it will do; what may raise it can. */
type Said<R extends ApiRoute> = R extends { stepUp: unknown } ? { says: Saying } : { says?: Saying }

/** Makes a change, and returns what the route answers; asks for a passkey where the route does, and a `signal` gives it up. */
export function send<K extends KeyOf<'POST' | 'PUT' | 'DELETE'>>(
  key: K,
  given: Id<Catalogue[K]> & Change<Catalogue[K]> & Said<Catalogue[K]>,
  signal?: AbortSignal,
): Promise<AnswerOf<Catalogue[K]>> {
  const { id, body, says } = given as { id?: string; body?: unknown; says?: Saying }
  const route: ApiRoute = catalogue[key]
  const method = key.slice(0, key.indexOf(' '))
  const said = says ?? { does: 'Confirm', consequences: [{ what: `This ${route.does}.` }] }
  return ask(addressOf(key, id, {}), { method, body: body ?? {}, ...said, signal })
}

/** Asks by a body for what comes back as a file; a `signal` gives it up. */
export function sendForFile<K extends KeyOf<'POST'>>(
  key: K,
  { body }: Change<Catalogue[K]> & { body: unknown },
  signal: AbortSignal,
): Promise<Response> {
  const asked = { method: 'POST', body, does: 'Confirm', consequences: [], signal }
  return ask(addressOf(key, undefined, {}), { ...asked, isFile: true })
}

function topicOf(key: keyof Catalogue): string {
  const route: ApiRoute = catalogue[key]
  return route.topic ?? ''
}

function addressOf(
  key: keyof Catalogue,
  id: string | number | undefined,
  search: Record<string, string | number | undefined>,
): string {
  const path = key.slice(key.indexOf(' ') + 1).replace(':id', String(id))
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return text ? `${path}?${text}` : path
}
