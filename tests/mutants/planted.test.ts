/** The planted defects fit the tree as it is, so that none of them rots. */

import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { timesIn } from './copy.ts'
import { missing, planted } from './planted.ts'
import { outcomeOf } from './run-test.ts'

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

test('a defect is noticed by a test that fails, by no run that broke down', () => {
  const reportOf = (...states: string[]) => ({
    testResults: [
      { assertionResults: states.map((status) => ({ status, fullName: `a test ${status}` })) },
    ],
  })
  expect(outcomeOf(1, reportOf('passed', 'failed'))).toEqual({
    kind: 'failed',
    tests: ['a test failed'],
  })
  expect(outcomeOf(0, reportOf('passed', 'skipped'))).toEqual({ kind: 'passed' })
  expect(outcomeOf(1, reportOf())).toEqual({ kind: 'broken' })
  expect(outcomeOf(1, undefined)).toEqual({ kind: 'broken' })
  expect(outcomeOf(1, reportOf('passed'))).toEqual({ kind: 'broken' })
  expect(outcomeOf(0, reportOf('skipped'))).toEqual({ kind: 'broken' })
})
