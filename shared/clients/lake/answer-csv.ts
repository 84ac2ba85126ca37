/** An engine's answer as comma-separated values, with a line of names above. */

import { toCsv } from '../../host/api/csv.ts'
import type { QueryResult } from './engine.ts'

/** Columns of one name are told apart by their places. */
export function answerCsv({ columns, rows }: Pick<QueryResult, 'columns' | 'rows'>): string {
  const places = columns.map((_column, place) => String(place))
  const byPlace = (row: readonly unknown[]) =>
    Object.fromEntries(row.map((cell, place) => [place, cell]))
  const names = columns.map(({ name }) => name)
  return toCsv(places, [names, ...rows].map(byPlace)).replace(/^.*\r\n/, '')
}
