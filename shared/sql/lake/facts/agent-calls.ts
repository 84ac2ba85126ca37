/** Every question to a model. */

import { lakeTable } from './fact.ts'

export const agentCallsTable = lakeTable({
  name: 'agent_calls',
  jobType: 'agent_call',
  says: 'Every question to a model',
  table: 'agent_performance_log',
  joins: 'left join ai_agents a using (agent_id) left join agent_variants x using (variant_id)',
  key: { agent_performance_id: 'bigint' },
  moment: 'at',
  outlives: 'retention',
  columns: {
    agent_performance_id: ['integer', 'the call'],
    at: ['timestamp', 'when, business time'],
    agent: ['text', 'the agent that asked', 'a.slug'],
    variant_id: ['text', 'its variant; none of its own settings'],
    document_id: ['text', 'the document it asked about'],
    model: ['text', 'the model'],
    model_version: ['text', 'its version or digest'],
    prompt_version: ['text', 'form of the question'],
    outcome: ['text', 'how it ended, as a code'],
    latency_ms: ['integer', 'milliseconds'],
    tokens_in: ['integer', 'tokens read'],
    tokens_out: ['integer', 'tokens written'],
    tokens_estimated: ['boolean', 'true where the server did not count them'],
    compared: ['integer', 'companies compared with the rules'],
    agreed: ['integer', 'of them agreed'],
    input_was_cut: ['boolean', 'true where the text was cut'],
    schema_version: [
      'text',
      'form that the reply was held to; `none` where it was plain text, nothing of a call from before it was kept',
      "nullif(t.schema_version, '')",
    ],
  },
})
