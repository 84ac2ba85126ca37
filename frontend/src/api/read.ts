/** What a page reads and changes, by the routes of the catalogue. */

import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type * as v from 'valibot'
import { catalogue, type Catalogue } from '#shared/contracts/api/catalogue.ts'
import type { AnswerOf, ApiRoute } from '#shared/contracts/api/route.ts'
import { ask } from './ask.ts'

/** Even without a live connection nothing on the page is older than this. */
const REFETCH_MS = 15_000

type KeyOf<Method extends string> = Extract<keyof Catalogue, `${Method} ${string}`>

type Id<R extends ApiRoute> = R extends { names: string } ? { id: string } : unknown
/** What may be asked for; empty text asks for nothing. */
type Search<R extends ApiRoute> = R extends { query: infer S extends v.GenericSchema }
  ? { [K in keyof v.InferInput<S>]?: v.InferInput<S>[K] | number | '' }
  : unknown
type Change<R extends ApiRoute> = R extends { body: infer S extends v.GenericSchema }
  ? { body: v.InferInput<S> }
  : unknown

/** A query for what a route answers: asked again as its topic has news. */
export function read<K extends KeyOf<'GET'>>(
  key: K,
  given: Id<Catalogue[K]> & Search<Catalogue[K]>,
) {
  const { id, ...search } = given as Record<string, string | number | undefined>
  const address = addressOf(key, id, search)
  return queryOptions({
    queryKey: [topicOf(key), address],
    queryFn: () => ask<AnswerOf<Catalogue[K]>>(address),
    refetchInterval: REFETCH_MS,
    placeholderData: keepPreviousData,
  })
}

/** Makes a change, and returns what the route answers. */
export function send<K extends KeyOf<'POST'>>(
  key: K,
  given: Id<Catalogue[K]> & Change<Catalogue[K]>,
): Promise<AnswerOf<Catalogue[K]>> {
  const { id, body } = given as { id?: string; body?: unknown }
  return ask(addressOf(key, id, {}), body ?? {})
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
