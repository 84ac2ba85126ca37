import { expect, test } from 'vitest'
import type { Reading } from '#shared/contracts/api/documents.ts'
import { readingDifferences } from '../../../../../frontend/src/areas/documents/parts/reading-differences.ts'

const impact = (ticker: string, sentimentScore: number) => ({
  ticker,
  sentimentScore,
  sentiment: sentimentScore > 0 ? 'positive' : 'negative',
})
const reading = (more: object): Reading =>
  ({
    model: 'rules',
    modelVersion: 'v1',
    promptVersion: 'v1',
    version: 1,
    impacts: [],
    ...more,
  }) as unknown as Reading

test.each([
  ['the same', {}, {}, []],
  ['another version of the reader', {}, { modelVersion: 'v2' }, ['reader rules v1 → rules v2']],
  ['another prompt', {}, { promptVersion: 'v2' }, ['prompt v1 → v2']],
  ['a corrected document', {}, { version: 2 }, ['version of the document 1 → 2']],
  [
    'a company read otherwise, one no longer, one for the first time',
    { impacts: [impact('B', 0.5), impact('A', 0.5)] },
    { impacts: [impact('B', -0.2), impact('C', 1)] },
    [
      'A positive +0.50 → no longer read',
      'B positive +0.50 → negative −0.20',
      'C positive +1.00, not read before',
    ],
  ],
  ['a company read the same', { impacts: [impact('A', 0.5)] }, { impacts: [impact('A', 0.5)] }, []],
])('tells %s', (_, before, after, says) => {
  expect(readingDifferences(reading(before), reading(after))).toEqual(says)
})
