/** The catalogue as an OpenAPI document (OpenAPI Specification 3.1.0). */

import { toJsonSchema, type JsonSchema } from '@valibot/to-json-schema'
import type * as v from 'valibot'
import { areaOf, catalogue, type Catalogue } from '#shared/contracts/api/catalogue.ts'
import { RefusalBody, type ApiRoute } from '#shared/contracts/api/route.ts'
import { Uuid } from '#shared/contracts/primitives.ts'

/** `version` is the API's: it rises where an answer loses what it had. */
const INFO = {
  title: 'Stonks Oracle',
  version: '1',
  description: 'Every answer that says no is a Refusal; docs/CODES.md explains its code.',
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
}

type Key = keyof Catalogue
type Operation = Record<string, unknown>
export type OpenApi = {
  openapi: '3.1.0'
  info: typeof INFO
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
  components: Record<string, unknown>
}

/** Every route that may be asked for from outside. */
export function describeApi(keys: readonly Key[]): OpenApi {
  const paths: OpenApi['paths'] = {}
  for (const key of keys) {
    const [method = '', path = ''] = key.split(' ')
    const address = path.replaceAll(/:(\w+)/g, '{$1}')
    paths[address] = { ...paths[address], [method.toLowerCase()]: operationOf(key) }
  }
  return {
    openapi: '3.1.0',
    info: INFO,
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Refusal: outputOf(RefusalBody) },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'stonks_access' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
  }
}

function operationOf(key: Key): Operation {
  const route: ApiRoute = catalogue[key]
  const said = route.does.replace(/^./, (first) => first.toUpperCase())
  return {
    operationId: key.replaceAll(/\W+/g, '_').toLowerCase(),
    summary: said,
    tags: [areaOf(key)],
    'x-role': route.role,
    ...(route.stepUp ? { 'x-step-up': route.stepUp } : {}),
    security: securityOf(route),
    ...listed('parameters', [...idOf(route), ...queryOf(route)]),
    ...(route.body ? { requestBody: { required: true, content: json(inputOf(route.body)) } } : {}),
    responses: {
      '200': {
        description: said,
        content: { [route.media ?? 'application/json']: answerOf(route) },
      },
      ...(route.made
        ? { [route.made]: { description: 'It is new', content: json(outputOf(route.answer)) } }
        : {}),
      default: {
        description: 'No, and why',
        content: json({ $ref: '#/components/schemas/Refusal' }),
      },
    },
  }
}

const json = (schema: unknown) => ({ 'application/json': { schema } })
const listed = (name: string, all: readonly unknown[]) => (all.length > 0 ? { [name]: all } : {})

/** A stream says by its media type that it is one message after another. */
function answerOf({ answer, media }: ApiRoute) {
  return { schema: media === 'text/event-stream' ? { type: 'string' } : outputOf(answer) }
}

function securityOf({ role, personal }: ApiRoute): Record<string, never[]>[] {
  if (role === 'anyone') return []
  return personal ? [{ session: [] }] : [{ session: [] }, { token: [] }]
}

function idOf({ names, id }: ApiRoute): unknown[] {
  if (names === undefined) return []
  return [{ name: 'id', in: 'path', required: true, schema: inputOf(id ?? Uuid) }]
}

function queryOf({ query }: ApiRoute): unknown[] {
  if (!query) return []
  const { properties = {}, required = [] } = inputOf(query)
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

function inputOf(schema: v.GenericSchema): JsonSchema {
  return withoutDialect(toJsonSchema(schema, { ...OPTIONS, typeMode: 'input' }))
}

function outputOf(schema: v.GenericSchema): JsonSchema {
  return withoutDialect(toJsonSchema(schema, { ...OPTIONS, typeMode: 'output' }))
}

/** What JSON Schema has no word for is left out: the server holds it all the same. */
const OPTIONS = { target: 'draft-2020-12', errorMode: 'ignore' } as const

/** The document's own dialect holds for all of it. */
function withoutDialect(schema: JsonSchema): JsonSchema {
  const own = { ...schema }
  delete own.$schema
  return own
}
