/** The planted defects fit the tree as it is, so that none of them rots. */

import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { timesIn } from './copy.ts'
import { missing, planted } from './planted.ts'

const root = resolve(import.meta.dirname, '../..')

test('every invariant has a defect, or a part that is missing', () => {
  const all = Array.from({ length: 36 }, (_, index) => `I${index + 1}`)
  const told = [...planted.map(({ invariant }) => invariant), ...Object.keys(missing)]
  expect(told.toSorted()).toEqual(all.toSorted())
})

test.each(planted)('$invariant: $says', ({ file, find, replace, test: noticedBy }) => {
  expect(timesIn(readFileSync(join(root, file), 'utf8'), find)).toBe(1)
  expect(replace).not.toBe(find)
  expect(existsSync(join(root, noticedBy)), noticedBy).toBe(true)
})
