/** What DuckDB answers, as cells that go into JSON. */

import type { Json } from '@duckdb/node-api'

type Cell = string | number | boolean | null

const WHOLE = /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/

/** One cell, as `JsonDuckDBValueConverter` gives it, of a column of that type. */
export function cellOf(value: Json, type: string): Cell {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value !== 'string') return JSON.stringify(value)
  if (!WHOLE.test(type)) return value
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}
