/** Which columns of an answer are drawn over which. */

import type { QuestionChart, SqlAnswer } from '#shared/contracts/api/lake.ts'
import { kindOf } from '../cells/kinds.ts'

type Columns = SqlAnswer['columns']

/** Names of those that have an amount. */
export function amountsOf(columns: Columns): string[] {
  return [
    ...new Set(columns.filter(({ type }) => kindOf(type) === 'number').map(({ name }) => name)),
  ]
}

/** The chart that was asked for, as far as its columns are there; else one that fits; null where nothing does. */
export function fitChart(wanted: QuestionChart | null, columns: Columns): QuestionChart | null {
  const amounts = amountsOf(columns)
  const y = wanted?.y.filter((name) => amounts.includes(name)) ?? []
  if (wanted && y.length > 0 && columns.some(({ name }) => name === wanted.x))
    return { ...wanted, y }
  return guessChart(columns)
}

/** A line over time, bars over words, points where there are amounts alone. */
function guessChart(columns: Columns): QuestionChart | null {
  const amounts = amountsOf(columns)
  const first = (...kinds: string[]) =>
    columns.find(({ type }) => kinds.includes(kindOf(type)))?.name
  const time = first('day', 'moment')
  const word = first('text')
  const x = time ?? word ?? amounts[0]
  const y = amounts.find((name) => name !== x) ?? amounts[0]
  if (x === undefined || y === undefined) return null
  if (time !== undefined) return { kind: 'line', x, y: [y] }
  return { kind: word === undefined && y !== x ? 'scatter' : 'bar', x, y: [y] }
}
