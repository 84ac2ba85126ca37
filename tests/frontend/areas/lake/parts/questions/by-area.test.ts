import { expect, test } from 'vitest'
import type { QuestionRow } from '#shared/contracts/api/lake.ts'
import { byArea } from '../../../../../../frontend/src/areas/lake/parts/questions/by-area.ts'

const row = (area: QuestionRow['area'], name: string, says = ''): QuestionRow => ({
  questionId: name,
  area,
  name,
  says,
  statement: 'select * from orders',
  chart: null,
  shipped: area !== 'kept',
  version: 1,
  changedBy: null,
  changedAt: null,
})
const rows = [
  row('pipeline', 'Dead letters'),
  row('trading', 'Slippage', 'what fills cost'),
  row('kept', 'Mine'),
]
const told = (wanted: string) =>
  byArea(rows, wanted).map(({ words, rows }) => [words, rows.map(({ name }) => name)])

test('what people keep comes first, and no group is empty', () => {
  expect(told('')).toEqual([
    ['Kept here', ['Mine']],
    ['Trading', ['Slippage']],
    ['Pipeline', ['Dead letters']],
  ])
})

test.each([
  ['COST slip', ['Trading']],
  ['orders', ['Kept here', 'Trading', 'Pipeline']],
  ['slip dead', []],
])('“%s” finds by every word, in name, text and statement', (wanted, areas) => {
  expect(told(wanted).map(([words]) => words)).toEqual(areas)
})
