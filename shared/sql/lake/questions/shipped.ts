/** What a question is that comes with the product. */

import type { QuestionChart } from '../../../contracts/api/lake.ts'

export type ShippedQuestion = {
  /** Tells it apart for good: its id follows from it, and `stonks sql --question` takes it. */
  slug: string
  area: 'pipeline' | 'signals' | 'trading' | 'quality'
  name: string
  /** What the answer tells, and what its numbers are. */
  says: string
  /** One text, to which DuckDB and Trino answer alike. */
  statement: string
  chart: QuestionChart | null
}
