/** Shipped questions: what was decided, ordered and earned. */

import type { ShippedQuestion } from './shipped.ts'

export const tradingQuestions: readonly ShippedQuestion[] = [
  {
    slug: 'check-costs',
    area: 'trading',
    name: 'What each check cost or saved',
    says: 'What would have come of what each check kept from being bought: dollars missed, dollars of loss spared, and the difference, which is above zero where the check cost money',
    statement: `select code, count(*) as kept,
  sum(case when profit is not null then 1 else 0 end) as ended,
  coalesce(sum(case when profit > 0 then profit end), 0) as missed,
  coalesce(-sum(case when profit < 0 then profit end), 0) as spared,
  coalesce(sum(profit), 0) as net
from counterfactuals
group by code
order by net desc, code`,
    chart: { kind: 'bar', x: 'code', y: ['net'] },
  },
]
