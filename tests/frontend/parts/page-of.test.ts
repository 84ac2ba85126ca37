import { expect, test } from 'vitest'
import { pageOf } from '../../../frontend/src/parts/page-of.ts'

const rows = Array.from({ length: 250 }, (_, n) => n)

test.each([
  [0, { page: 0, pages: 3, from: 1, to: 100 }],
  [2, { page: 2, pages: 3, from: 201, to: 250 }],
  [9, { page: 2, pages: 3, from: 201, to: 250 }],
  [-1, { page: 0, pages: 3, from: 1, to: 100 }],
])('page %i of 250 rows', (asked, shown) => {
  expect(pageOf(rows, asked, 100)).toMatchObject(shown)
})

test('every row stands on one page, and no rows are one page', () => {
  expect([0, 1, 2].flatMap((page) => pageOf(rows, page, 100).rows)).toEqual(rows)
  expect(pageOf([], 3, 100)).toEqual({ rows: [], page: 0, pages: 1, from: 0, to: 0 })
})
