/** Tables of numbers as CSV, read by column. */

import { readFileSync } from 'node:fs'
import type { Bars } from '#shared/domain/technical/indicators/series.ts'

export type Columns = {
  names: readonly string[]
  /** Its texts, as they are written. @throws Error of a column that is not there. */
  texts(name: string): string[]
  /** Its numbers; NaN where nothing is written. */
  numbers(name: string): Float64Array
}

/** Of a file with a head, without quotes. */
export function columnsOf(path: string): Columns {
  const [names = [], ...rows] = readFileSync(path, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','))
  const texts = (name: string) => {
    const place = names.indexOf(name)
    if (place < 0) throw new Error(`Read ${path}: there is no column ${name}`)
    return rows.map((row) => row[place] ?? '')
  }
  const numbers = (name: string) =>
    Float64Array.from(texts(name), (text) => (text === '' ? Number.NaN : Number(text)))
  return { names, texts, numbers }
}

/** The columns that indicators read. */
export function barsOf({ numbers }: Columns): Bars {
  return {
    high: numbers('high'),
    low: numbers('low'),
    close: numbers('close'),
    volume: numbers('volume'),
  }
}
