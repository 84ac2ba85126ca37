/** Goal: what changed in an answer makes the new one of the old one, and is sent only to whoever can read it. */

import { fc, test as check } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { PATCHED, PATCHING, patched, type Patch } from '#shared/contracts/api/patch.ts'
import { withDeltas } from '../../../../services/query-api/front/deltas.ts'
import { patchOf } from '../../../../services/query-api/front/patch-of.ts'

/** Rows as a list has them: named, and otherwise in some of their fields. */
const rows = fc.array(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    at: fc.nat(3),
    tags: fc.array(fc.nat(2)),
  }),
)

describe('a patch', () => {
  check.prop([rows, rows])('makes the list after of the one before', (before, after) => {
    const patch = patchOf(before, after)
    expect(patch ? patched(before, patch) : before).toEqual(after)
  })

  check.prop([fc.jsonValue(), fc.jsonValue()])('makes any value of any other', (before, after) => {
    const [one, other] = [JSON.parse(JSON.stringify(before)), JSON.parse(JSON.stringify(after))]
    const patch = patchOf(one, other)
    const sent = patch && (JSON.parse(JSON.stringify(patch)) as Patch)
    expect(sent ? patched(one, sent) : one).toEqual(other)
  })

  test('of a new row is that row, and rows that stay are the same objects', () => {
    const before = [
      { id: 'b', n: 1 },
      { id: 'a', n: 1 },
    ]
    const after = [
      { id: 'c', n: 1 },
      { id: 'b', n: 1 },
      { id: 'a', n: 2 },
    ]
    const patch = patchOf(before, after)!
    expect(patch).toEqual({
      rows: [{ put: [after[0]] }, [0, 1], { row: 1, by: { set: { n: { to: 2 } }, gone: [] } }],
    })
    expect((patched(before, patch) as unknown[])[1]).toBe(before[0])
  })
})

describe('an answer', () => {
  const whole = (n: number) =>
    Array.from({ length: 20 }, (_, place) => ({ id: `row ${n + place}` }))
  let [count, status] = [0, 200]
  const ask = withDeltas(() =>
    Promise.resolve(
      Response.json(whole(count), {
        status,
        headers: { etag: `"mark ${count}"`, 'x-kept': 'yes' },
      }),
    ),
  )
  const call = (headers: Record<string, string>, path = '/api/orders') =>
    ask(new Request(`http://page${path}`, { headers }))

  test('is a patch for whoever says which one it has, and whole for all others', async () => {
    const asking = { 'a-im': PATCHING }
    expect(await (await call(asking)).json()).toEqual(whole(0))
    count = 1
    const mark = { 'if-none-match': 'W/"mark 0"' }
    const answer = await call({ ...asking, ...mark })
    expect([answer.status, answer.headers.get('im'), answer.headers.get('delta-base')]).toEqual([
      PATCHED,
      PATCHING,
      '"mark 0"',
    ])
    expect([answer.headers.get('etag'), answer.headers.get('x-kept')]).toEqual(['"mark 1"', 'yes'])
    expect(patched(whole(0), (await answer.json()) as Patch)).toEqual(whole(1))
    for (const other of [mark, asking, { ...asking, 'if-none-match': '"unknown"' }]) {
      const found = await call(other as Record<string, string>)
      expect([found.status, await found.json()]).toEqual([200, whole(1)])
    }
    // Of another address the same mark means nothing.
    expect((await call({ ...asking, ...mark }, '/api/decisions')).status).toBe(200)
  })

  test('of which little stayed is sent whole, and a refusal is left alone', async () => {
    const asking = { 'a-im': PATCHING, 'if-none-match': '"mark 1"' }
    count = 100
    expect((await call(asking)).status).toBe(200)
    status = 403
    expect((await call(asking)).status).toBe(403)
  })
})
