/** What the engine decided, acted on or not. */

import { lakeTable } from './fact.ts'

export const decisionsTable = lakeTable({
  name: 'decisions',
  jobType: 'trading_decision',
  says: 'What the engine decided, acted on or not',
  table: 'trading_decisions',
  key: { decision_id: 'uuid' },
  moment: 'first_decided_at',
  outlives: 'retention',
  columns: {
    decision_id: ['text', 'the decision'],
    account_id: ['text', 'the account'],
    decided_at: ['timestamp', 'when it became so, business time'],
    first_decided_at: [
      'timestamp',
      'when it was decided first, business time',
      'coalesce(t.first_decided_at, t.decided_at)',
    ],
    recommendation_id: ['text', 'what it was decided on'],
    ticker: ['text', 'the company'],
    kind: ['text', 'entry or exit'],
    action: ['text', 'act or skip'],
    code: ['text', 'why, as a code'],
    side: ['text', 'buy or sell'],
    quantity: ['decimal', 'shares'],
    reference_price: ['decimal', 'price it was decided at, dollars'],
    order_type: ['text', 'market, limit or stop'],
    limit_price: ['decimal', 'dollars'],
    stop_price: ['decimal', 'dollars'],
    risk_tier: ['text', 'tier of risk that held'],
    source: ['text', 'who decided: engine, an operator'],
    dropped_code: ['text', 'why it was let go later'],
    dropped_at: ['timestamp', 'when it was let go'],
    rule_version: ['text', 'version of the rules'],
    signal_engine_mode: [
      'text',
      'of an entry: shadow or traded, as the signal engine was; null where it was off',
      "t.signal_engine ->> 'mode'",
    ],
    signal_engine_output_id: [
      'text',
      'the evaluation of the signal engine that stood then',
      "t.signal_engine #>> '{output,outputId}'",
    ],
    signal_engine_heuristic: [
      'text',
      'what the sum of scores said: buy, watch or skip',
      "t.signal_engine #>> '{output,heuristicVerdict}'",
    ],
    signal_engine_probabilistic: [
      'text',
      'what the chance said: buy, watch or skip',
      "t.signal_engine #>> '{output,probabilisticVerdict}'",
    ],
  },
})
