/** The lake's schema in a catalogue: made, found, or made by another at once. */

import { expect, test } from 'vitest'
import { LAKEHOUSE } from '#shared/clients/trino/names.ts'
import { openSchema } from '#shared/clients/trino/open-schema.ts'
import type { RunTrino } from '#shared/clients/trino/table-sync.ts'

/** A Trino that fails to make a schema, and lists `schemas` or fails at that too. */
const failing =
  (schemas: string[] | Error): RunTrino =>
  (text) => {
    if (text.includes('system.metadata.catalogs')) return Promise.resolve([[LAKEHOUSE.catalog]])
    if (text.startsWith('create schema')) return Promise.reject(new Error('UNIQUE_DATABASE'))
    if (!text.startsWith('show schemas')) return Promise.resolve([])
    return schemas instanceof Error
      ? Promise.reject(schemas)
      : Promise.resolve(schemas.map((name) => [name]))
  }

test('one that another made at once is taken', async () => {
  expect(await openSchema(failing([LAKEHOUSE.schema]), LAKEHOUSE)).toBeDefined()
})

test.each([
  ['is not there', []],
  ['cannot be asked for', new Error('away')],
])('where it %s, what failed to make it is told', async (_, schemas) => {
  await expect(openSchema(failing(schemas), LAKEHOUSE)).rejects.toThrow('UNIQUE_DATABASE')
})

test('a catalogue that Trino has not is none', async () => {
  expect(await openSchema(() => Promise.resolve([]), LAKEHOUSE)).toBeUndefined()
})
