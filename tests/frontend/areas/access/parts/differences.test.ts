import { expect, test } from 'vitest'
import { differencesOf } from '../../../../../frontend/src/areas/access/parts/differences.ts'

test('what differs is told field by field, nested ones by their path', () => {
  const before = { role: 'viewer', limits: { shares: 3, day: '1.50' }, tags: ['a'], note: null }
  const after = { role: 'operator', limits: { shares: 5, day: '1.50' }, tags: [], note: 'x' }
  expect(differencesOf(before, after)).toEqual([
    { field: 'role', from: 'viewer', to: 'operator' },
    { field: 'limits.shares', from: '3', to: '5' },
    { field: 'tags', from: 'a', to: 'none' },
    { field: 'note', from: 'nothing', to: 'x' },
  ])
})

test('what was not there before has no value before, and what went has none after', () => {
  expect(differencesOf(null, { enabled: true })).toEqual([
    { field: 'enabled', from: undefined, to: 'yes' },
  ])
  expect(differencesOf({ enabled: false }, null)).toEqual([
    { field: 'enabled', from: 'no', to: undefined },
  ])
  expect(differencesOf(null, null)).toEqual([])
})
