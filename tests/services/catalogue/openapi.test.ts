/** The description of the API: sound by its own standard, and the same as what is really served. */

import { Ajv2020 } from 'ajv/dist/2020.js'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import { catalogue, outsideRoutes } from '#shared/contracts/api/catalogue.ts'
import type { ApiRoute } from '#shared/contracts/api/route.ts'
import { describeApi } from '../../../services/query-api/description/openapi.ts'
import { person } from '../../helpers/principals.ts'
import { addressOf, openWhole } from './whole.ts'

const { ask, call, sql } = await openWhole()
const described = describeApi(outsideRoutes)
const operations = Object.entries(described.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

test('is a sound document of OpenAPI 3.1', async () => {
  const validator = new Validator()
  expect(await validator.validate(structuredClone(described) as never)).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
})

test('a document that is none is seen', async () => {
  const broken = { ...structuredClone(described), paths: { 'no-slash': {} } }
  expect((await new Validator().validate(broken as never)).valid).toBe(false)
})

test('gives every operation a name, a summary, and one answer that says no', () => {
  const names = operations.map(({ operation }) => operation['operationId'])
  expect(new Set(names).size).toBe(names.length)
  for (const { operation } of operations) {
    expect(operation['summary']).toMatch(/^[A-Z]/)
    expect(Object.keys(operation['responses'] as object)).toContain('default')
  }
})

test('declares every parameter of an address, and none that is not in it', () => {
  for (const { path, operation } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const declared = ((operation['parameters'] ?? []) as { in: string; name: string }[])
      .filter((parameter) => parameter.in === 'path')
      .map(({ name }) => name)
    expect([path, declared]).toEqual([path, inPath])
  }
})

test('is what is served: the same methods at every address', async () => {
  for (const [path, methods] of Object.entries(described.paths)) {
    const response = await call(path.replaceAll(/\{\w+\}/g, 'x'), { method: 'PATCH' })
    const allowed = response.headers.get('allow')?.toLowerCase().split(', ')
    expect([path, allowed?.sort()]).toEqual([path, Object.keys(methods).sort()])
  }
})

test('is served itself', async () => {
  const response = await ask('GET /api/openapi.json', () => person('viewer'))
  expect(await response.json()).toEqual(JSON.parse(JSON.stringify(described)))
})

describe('answers are of the form it says', async () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema({ $id: 'doc', ...described.components })
  await sql`insert into company_aliases (company_id, alias)
    select company_id, 'Apple' from companies where ticker = 'AAPL'`
  const reads = outsideRoutes.filter((key) => {
    const { leads, media }: ApiRoute = catalogue[key]
    return key.startsWith('GET ') && !leads && !media
  })

  test.each(reads)('%s', async (key) => {
    const response = await ask(key, () => person('admin'))
    const value = (await response.json()) as unknown
    const path = key.split(' ')[1]!.replaceAll(/:(\w+)/g, '{$1}')
    const { responses } = described.paths[path]!['get'] as {
      responses: Record<string, { content: Record<string, { schema: object }> }>
    }
    const said = responses[response.status]?.content['application/json']?.schema
    const schema = said ?? { $ref: 'doc#/schemas/Refusal' }
    expect([addressOf(key)[1], ajv.validate(schema, value), ajv.errors]).toEqual([
      addressOf(key)[1],
      true,
      null,
    ])
  })
})
