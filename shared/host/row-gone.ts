/** The answer to who goes on after a row that has gone meanwhile. */

import { Refusal } from './refusal.ts'

export function rowGone(): Refusal {
  return new Refusal(409, 'The row to go on after is gone: begin the list anew', 'row_gone')
}
