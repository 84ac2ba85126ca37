/** Shipped questions: what was read, and what came of it. */

import type { ShippedQuestion } from './shipped.ts'

export const signalQuestions: readonly ShippedQuestion[] = [
  {
    slug: 'readings-by-catalyst',
    area: 'signals',
    name: 'Readings by catalyst',
    says: 'What kinds of news were read of companies: how many, how good for the company on average, −1 to 1, and how sure, 0 to 1',
    statement: `select catalyst, count(*) as readings, count(distinct ticker) as tickers,
  round(avg(sentiment_score), 3) as sentiment_avg, round(avg(confidence), 3) as confidence_avg
from impacts
where is_current
group by catalyst
order by readings desc, catalyst`,
    chart: { kind: 'bar', x: 'catalyst', y: ['readings'] },
  },
]
