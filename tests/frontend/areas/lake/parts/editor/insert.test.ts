import { expect, test } from 'vitest'
import { spaced } from '../../../../../../frontend/src/areas/lake/parts/editor/insert.ts'

test.each([
  ['', 'orders'],
  ['select ', 'orders'],
  ['select count(', 'orders'],
  ['select o.', 'orders'],
  ['select\n', 'orders'],
  ['select a,', ' orders'],
  ['select a', ' orders'],
])('behind %j it is put as %j', (before, wanted) => {
  expect(spaced(before, 'orders')).toBe(wanted)
})
