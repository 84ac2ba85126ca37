/** The columns a table of the lake may have, and what its cells hold. */

/**
 * `decimal` is exact text with up to 9 decimals, `timestamp` a Date kept as UTC microseconds,
 * `date` is YYYY-MM-DD. Every column may hold null.
 */
export type ColumnType =
  | 'text'
  | 'decimal'
  | 'timestamp'
  | 'date'
  | 'double'
  | 'integer'
  | 'boolean'
export type Column = readonly [name: string, type: ColumnType]
export type Cell = string | number | boolean | Date | null
