/** Each check of each evaluation of an order. */

import { lakeTable } from './fact.ts'

export const riskChecksTable = lakeTable({
  name: 'risk_checks',
  jobType: 'risk_evaluation',
  says: 'Each check of each evaluation of an order',
  table: 'risk_evaluations',
  joins: 'cross join lateral jsonb_array_elements(t.checks) with ordinality as k(told, place)',
  key: { risk_evaluation_id: 'uuid' },
  within: ['place'],
  moment: 'evaluated_at',
  outlives: 'retention',
  columns: {
    risk_evaluation_id: ['text', 'the evaluation'],
    place: ['integer', 'which check, from 1', 'k.place'],
    account_id: ['text', 'the account'],
    evaluated_at: ['timestamp', 'when, business time'],
    decision_id: ['text', 'the decision that was judged'],
    order_passed: ['boolean', 'true where the order passed all', 't.passed'],
    order_code: ['text', 'what it failed on, or passed', 't.code'],
    check_name: ['text', 'the check', "k.told ->> 'name'"],
    check_passed: ['boolean', 'true where it passed', "(k.told ->> 'passed')::boolean"],
    detail: ['text', 'number and limit, as JSON', 'k.told'],
    rule_version: ['text', 'version of the rules'],
  },
})
