/** How changes that Stryker made are counted. */

import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { scoresOf, type Mutant } from './scores.ts'

function mutant(file: string, status: string): Mutant {
  const fileName = resolve('shared/domain', file)
  return {
    fileName,
    status,
    mutatorName: 'EqualityOperator',
    replacement: 'a <=\n b',
    location: { start: { line: 6 } },
  }
}

test('what no test notices is named, what hangs is noticed, what does not compile is none', () => {
  const { scores, survived } = scoresOf([
    mutant('risk/limits.ts', 'Killed'),
    mutant('risk/limits.ts', 'Timeout'),
    mutant('risk/limits.ts', 'Survived'),
    mutant('risk/limits.ts', 'CompileError'),
    mutant('ledger/books.ts', 'NoCoverage'),
  ])
  expect(scores['risk']).toEqual({ changed: 3, noticed: 2, percent: 66.7 })
  expect(scores['ledger']).toEqual({ changed: 1, noticed: 0, percent: 0 })
  expect(survived).toHaveLength(2)
  expect(survived[0]).toEqual({
    file: 'shared/domain/risk/limits.ts',
    line: 7,
    mutator: 'EqualityOperator',
    replacement: 'a <= b',
  })
})

test('a part in which nothing was changed does not pass', () => {
  expect(scoresOf([mutant('risk/limits.ts', 'Killed')]).scores['order']?.percent).toBe(0)
})
