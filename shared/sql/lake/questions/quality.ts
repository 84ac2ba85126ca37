/** Shipped questions: how good readers, models and sources are. */

import type { ShippedQuestion } from './shipped.ts'

export const qualityQuestions: readonly ShippedQuestion[] = [
  {
    slug: 'agent-tokens',
    area: 'quality',
    name: 'Agents: questions, tokens and failures',
    says: 'What each agent asked of each model: questions, those without an answer, tokens, and milliseconds on average',
    statement: `select agent, model, count(*) as questions,
  sum(case when outcome in ('answered', 'kept') then 0 else 1 end) as failed,
  coalesce(sum(tokens_in), 0) as tokens_in, coalesce(sum(tokens_out), 0) as tokens_out,
  round(avg(cast(latency_ms as double)), 0) as latency_ms_avg
from agent_calls
group by agent, model
order by questions desc, agent, model`,
    chart: { kind: 'bar', x: 'model', y: ['tokens_in', 'tokens_out'] },
  },
]
