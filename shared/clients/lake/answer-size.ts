/** How large an answer may be, whichever engine gives it. */

import { QueryFault, type QueryResult } from './engine.ts'

/** Of all cells together: an answer of more is cut. */
export const ANSWER_BYTES_MAX = 16 * 1024 ** 2
const CELL_LENGTH_MAX = 1_000_000

type Row = QueryResult['rows'][number]

/** How long a row is about. @throws QueryFault of a cell that is too long. */
export function lengthOfRow(row: Row, columns: QueryResult['columns']): number {
  let length = 2
  for (const [place, cell] of row.entries()) {
    const own = typeof cell === 'string' ? cell.length : 8
    if (own > CELL_LENGTH_MAX)
      throw new QueryFault(
        'result_limit',
        `A cell of ${columns[place]?.name} holds ${own} characters: expected at most ${CELL_LENGTH_MAX}`,
      )
    length += own + 3
  }
  return length
}
