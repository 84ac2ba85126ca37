import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { canonicalJson } from '#shared/host/canonical.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { sql } = await cloneDatabase()

test('orders keys at every depth and writes dates as text', () => {
  const at = new Date('2026-01-07T15:00:00Z')
  expect(canonicalJson({ b: [{ y: 1, x: at }], a: null, gone: undefined })).toBe(
    '{"a":null,"b":[{"x":"2026-01-07T15:00:00.000Z","y":1}]}',
  )
})

property.prop([fc.jsonValue({ maxDepth: 3 })], { numRuns: 50 })(
  'a value reads the same after jsonb had it',
  async (value) => {
    fc.pre(!/\\u(0000|d[89a-f])/i.test(JSON.stringify(value)))
    // As text: the pool puts the keys of what it parses into camelCase.
    const [row] = await sql<
      { kept: string }[]
    >`select ${sql.json({ value } as never)}::jsonb::text as kept`
    expect(canonicalJson(JSON.parse(row!.kept))).toBe(canonicalJson({ value }))
  },
)
