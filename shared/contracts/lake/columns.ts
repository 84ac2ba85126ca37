/** The columns a table of the lake may have, and what its cells hold. */

/**
 * `decimal` is exact text of up to 29 digits and 9 decimals, `timestamp` a whole number of UTC microseconds,
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
export type Column = {
  name: string
  type: ColumnType
  /** What it tells, with its unit and range; people read it beside the table. */
  says: string
}
export type Cell = string | number | boolean | null

/** In every table, behind its own: of the rows of one key the one with the highest version stands. */
export const VERSION_COLUMNS: readonly Column[] = [
  {
    name: 'version',
    type: 'integer',
    says: 'which of the rows of one key is the newest: the highest',
  },
  {
    name: 'changed_at',
    type: 'timestamp',
    says: 'when the row became so, by the clock of the database',
  },
]
