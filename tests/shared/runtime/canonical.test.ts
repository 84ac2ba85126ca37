import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { canonicalJson } from '#shared/runtime/canonical.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { sql } = await cloneDatabase()

test('orders keys at every depth and writes dates as text', () => {
  const at = new Date('2026-01-07T15:00:00Z')
  expect(canonicalJson({ b: [{ y: 1, x: at }], a: null, gone: undefined }))
    .toBe('{"a":null,"b":[{"x":"2026-01-07T15:00:00.000Z","y":1}]}')
})

property.prop([fc.jsonValue({ maxDepth: 3 })], { numRuns: 50 })('a value reads the same after jsonb had it', async (value) => {
  fc.pre(!/\\u(0000|d[89a-f])/i.test(JSON.stringify(value)))
  const [row] = await sql<{ kept: unknown }[]>`select ${sql.json({ value } as never)}::jsonb as kept`
  expect(canonicalJson(row?.kept)).toBe(canonicalJson({ value }))
})
