/** What the cells of a column are, told by the engine's own word for its type. */

export type CellKind = 'number' | 'day' | 'moment' | 'text'

const NUMBER =
  /^(?:u?(?:tiny|small|big|huge)?int|u?integer|double|float|real|numeric|decimal)(?:\(.*\))?$/i

/** Of DuckDB's words and of Trino's alike; lists and records are text. */
export function kindOf(type: string): CellKind {
  if (NUMBER.test(type)) return 'number'
  if (/^date$/i.test(type)) return 'day'
  return /^timestamp[^[]*$/i.test(type) ? 'moment' : 'text'
}

/** Milliseconds of a moment as the lake writes it, `2019-01-02 14:30:00.5+00`, or of a day; else NaN. */
export function millisecondsOf(text: string): number {
  return Date.parse(
    text.replace(' ', 'T').replace(/(?:[+]00(?::00)?| UTC)?$/, text.includes(':') ? 'Z' : ''),
  )
}
